// The names of the types of audit records, as auditd writes them.
#pragma once

#include <cstdint>
#include <string_view>

namespace sysreel {

std::string_view audit_type_name(uint32_t type);  // 1300 -> "SYSCALL"; empty: unknown

}  // namespace sysreel
