// What the texts of audit fields stand for.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "format/audit/audit_record.h"
#include "format/catalogue/catalogue.h"

namespace sysreel {

inline constexpr int64_t kAuditUnset = 4294967295;  // the kernel's (uid_t)-1

// False of (null).
bool says_something(const AuditField& field);

// Decimal, or hexadecimal behind 0x.
std::optional<int64_t> audit_number(std::string_view text);
// Hexadecimal without 0x, as the kernel writes arguments, capabilities and devices; 0x is accepted.
std::optional<uint64_t> audit_hex(std::string_view text);
// A result; of interpreted records, EACCES(Permission denied), the number that the name stands for, negative.
std::optional<int64_t> audit_exit(std::string_view text);
std::optional<Arch> audit_arch(std::string_view text);
// By number, or by name as interpreted records have it. kNoKind: unknown.
KindId audit_syscall(const Catalogue& catalogue, std::optional<Arch> arch, std::string_view text);

}  // namespace sysreel
