// Exceptions written out as a condition: (CONDITION) and not ((a = x and b = y) or …).
#pragma once

#include <string_view>
#include <vector>

#include "rules/items.h"
#include "rules/load_log.h"
#include "rules/source_text.h"

namespace sysreel::rules {

// The condition with its exceptions. False: a value does not fit its fields; reported in `log`.
bool add_exceptions(SourceText& condition, const std::vector<ExceptionItem>& exceptions,
                    std::string_view rule, bool falco_compatible, LoadLog& log);

}  // namespace sysreel::rules
