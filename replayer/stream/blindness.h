// What a rule could not have seen in a capture.
#pragma once

#include <set>
#include <string>

#include "format/catalogue/catalogue.h"
#include "rules/program.h"

namespace sysreel {

// None of the kinds of events that the rule looks at was recorded. False when the capture does not say what
// was recorded.
bool none_recorded(const rules::CompiledRule& rule, const Catalogue& catalogue,
                   const std::set<std::string>& recorded_types);

}  // namespace sysreel
