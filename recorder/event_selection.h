// Which event kinds a recording holds: a profile, then names added and taken away.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "format/catalogue/catalogue.h"

namespace sysreel {

enum class Profile : uint8_t { kSecurity, kFull, kPlan };

std::string_view name_of(Profile profile);

// One flag per kind. `planned`: the events of a plan, for Profile::kPlan; what state tracking needs is added.
// `changes`: "+NAME" or "-NAME", one or several separated by commas.
Result<std::vector<bool>> select_events(const Catalogue& catalogue, Profile profile,
                                        const std::vector<std::string>& planned,
                                        const std::vector<std::string>& changes);

std::vector<std::string> names_of(const Catalogue& catalogue, const std::vector<bool>& selected);

}  // namespace sysreel
