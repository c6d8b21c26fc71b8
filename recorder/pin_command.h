// sysreel-record pin DIR.
#pragma once

#include <ostream>
#include <string>

namespace sysreel {

// Exit code.
int pin_ring(const std::string& directory, std::ostream& out, std::ostream& err);

}  // namespace sysreel
