// The state of the kernel's audit, asked for and never changed.
#pragma once

#include <string>

namespace sysreel {

// "off", "on, daemon 812", "on, without a daemon", or why it cannot be asked.
std::string describe_audit();

}  // namespace sysreel
