// `sysreel rules check`: do the rules load, and what is doubtful about them.
#pragma once

#include <string>
#include <vector>

#include "replayer/commands/console.h"

namespace sysreel {

struct RulesOptions {
  std::vector<std::string> files;
  bool json = false;
  bool falco_compatible = false;
};

int run_rules_check(const RulesOptions& options, Console& console);
// The loaded rules, one a line: name, priority, source, tags.
int run_rules_list(const RulesOptions& options, Console& console);

}  // namespace sysreel
