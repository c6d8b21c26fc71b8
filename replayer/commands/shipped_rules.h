// The rule files that come with the program.
#pragma once

#include <string>
#include <vector>

namespace sysreel {

// host.yaml, k8s_audit.yaml and linux_audit.yaml, as far as they are there: beside the installed program
// (../share/sysreel/rules), else in the tree that it was built from. Never the examples.
std::vector<std::string> shipped_rule_files();

}  // namespace sysreel
