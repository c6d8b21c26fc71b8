// Literals of a condition, brought into the form in which the left side's type compares them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rules/predicate.h"

namespace sysreel::rules {

// Appends one constant to `predicate`, whose op and type are set. Nothing on success, else what is wrong.
std::optional<std::string> add_constant(Predicate& predicate, std::string_view text);

// The port of a network service by its IANA name.
std::optional<uint16_t> service_port(std::string_view name);

// Decimal as Falco reads it: blanks before, a sign; saturates; wraps negative numbers for unsigned types.
std::optional<int64_t> parse_integer(std::string_view text, bool is_unsigned);

}  // namespace sysreel::rules
