// "Did you mean …": the known name that a misspelt one is nearest to.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace sysreel::rules {

// Nothing when no candidate is near. Case differences count little.
std::optional<std::string_view> nearest(std::string_view wanted,
                                        const std::vector<std::string_view>& candidates);

}  // namespace sysreel::rules
