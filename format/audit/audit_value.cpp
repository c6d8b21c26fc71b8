#include "format/audit/audit_value.h"

#include <charconv>

#include "format/catalogue/errno_name.h"

namespace sysreel {
namespace {

constexpr std::string_view kHexPrefix = "0x";

template <typename Number>
std::optional<Number> parsed(std::string_view text, int base) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && !text.empty() ? std::optional(number) : std::nullopt;
}

}  // namespace

bool says_something(const AuditField& field) {
  return field.quoted || field.text != "(null)";
}

std::optional<int64_t> audit_number(std::string_view text) {
  return text.starts_with(kHexPrefix) ? parsed<int64_t>(text.substr(kHexPrefix.size()), 16)
                                      : parsed<int64_t>(text, 10);
}

std::optional<uint64_t> audit_hex(std::string_view text) {
  if (text.starts_with(kHexPrefix)) text.remove_prefix(kHexPrefix.size());
  return parsed<uint64_t>(text, 16);
}

std::optional<int64_t> audit_exit(std::string_view text) {
  if (const auto number = audit_number(text)) return number;
  const int64_t error = errno_named(text.substr(0, text.find('(')));
  return error == 0 ? std::nullopt : std::optional(-error);
}

std::optional<Arch> audit_arch(std::string_view text) {
  if (text == "c000003e" || text == "x86_64") return Arch::kX86_64;
  if (text == "40000003" || text == "i386") return Arch::kI386;
  if (text == "c00000b7" || text == "aarch64") return Arch::kArm64;
  return std::nullopt;
}

KindId audit_syscall(const Catalogue& catalogue, std::optional<Arch> arch, std::string_view text) {
  const auto number = audit_number(text);
  if (number) {
    const bool known = arch && *number >= 0 && *number <= INT32_MAX;
    return known ? catalogue.by_syscall(*arch, static_cast<int32_t>(*number)) : kNoKind;
  }
  const KindId kind = catalogue.find(text);
  return kind != kNoKind && catalogue.kind(kind).has(kSyscall) ? kind : kNoKind;
}

}  // namespace sysreel
