// Warnings about constants that are probably not what their author meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/ast.h"
#include "rules/field_use.h"
#include "rules/finding.h"

namespace sysreel::rules {

void warn_about_value(Operator op, const Node& value, const FieldScope& scope,
                      std::vector<Finding>& findings);

// "did you mean NAME?" or nothing.
std::string nearest_name(std::string_view wanted, const std::vector<std::string_view>& names);

// Could a simpler operator do what this regular expression does?
bool is_simple_regex(std::string_view pattern);

}  // namespace sysreel::rules
