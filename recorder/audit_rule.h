// A rule of the kernel's audit, from a line as auditctl takes it.
//
//   -w PATH [-p rwxa] [-k KEY]
//   -a|-A LIST,ACTION [-S CALL[,CALL…]]… [-F FIELD OP VALUE]… [-k KEY]
//
// Other options of auditctl change audit itself and are refused.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sysreel {

// The kernel's struct audit_rule_data with what follows it.
Result<std::vector<uint8_t>> parse_audit_rule(std::string_view line);

}  // namespace sysreel
