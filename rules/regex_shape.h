// Regular expressions that other operators express.
#pragma once

#include <string>
#include <string_view>

namespace sysreel::rules {

// `left` with `in`, or with startswith, endswith or contains and `anyof`, when the expression is nothing but
// a choice of texts, with .* at its ends or without. Empty otherwise. A single text is Falco's own warning.
std::string simpler_check(std::string_view left, std::string_view pattern);

}  // namespace sysreel::rules
