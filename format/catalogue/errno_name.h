// Names of errors and signals, as Falco shows them.
#pragma once

#include <cstdint>
#include <string_view>

namespace sysreel {

std::string_view errno_name(int64_t number);    // 2 -> "ENOENT"; "" if unknown
int64_t errno_named(std::string_view name);     // 0 if unknown
std::string_view signal_name(uint32_t number);  // 15 -> "SIGTERM"; "" if unknown

}  // namespace sysreel
