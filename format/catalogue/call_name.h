// The name of the call that a kind stands for.
#pragma once

#include <string_view>

#include "format/catalogue/event_kind.h"

namespace sysreel {

// Without the prefix of generic forms, which tells them from the kind with parameters.
inline std::string_view call_name(const EventKind& kind) {
  return kind.has(kGenericForm) ? kind.name.substr(kGenericFormPrefix.size()) : kind.name;
}

}  // namespace sysreel
