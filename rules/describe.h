// What loaded rules resolve to, as one JSON object in the shape of Falco's describe output.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "rules/load_options.h"

namespace sysreel::rules {

// Empty when the rules do not load; `diagnostics` then says why.
std::string describe(const std::vector<SourceFile>& files, const LoadOptions& options,
                     Diagnostics& diagnostics);

}  // namespace sysreel::rules
