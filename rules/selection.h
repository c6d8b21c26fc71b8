// Which rules run: their own `enabled`, then the selections in order, then the lowest priority.
#pragma once

#include <string_view>

#include "rules/collection.h"
#include "rules/load_options.h"

namespace sysreel::rules {

bool is_enabled(const RuleDefinition& rule, const LoadOptions& options);
// `pattern` may hold * for any characters; everything else stands for itself.
bool wildcard_matches(std::string_view pattern, std::string_view text);

}  // namespace sysreel::rules
