// Exceptions of a rule: completed and checked when they are merged, and written out as a condition when the
// rule is compiled: (CONDITION) and not ((a = x and b = y) or …).
#pragma once

#include <string_view>

#include "rules/field_use.h"
#include "rules/items.h"
#include "rules/load_log.h"

namespace sysreel::rules {

// Adds the operators that were left out and checks fields, operators and lengths. False: reported in `log`.
bool complete_exception(ExceptionItem& exception, std::string_view rule, const FieldScope& scope,
                        bool known_source, LoadLog& log);

// Operators that compare with a list: in, intersects, pmatch, and those with a modifier.
bool takes_list(std::string_view op);

}  // namespace sysreel::rules
