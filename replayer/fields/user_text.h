// The user that a thread acts as, by name.
#pragma once

#include <string>

#include "replayer/fields/container_of.h"
#include "replayer/state/state.h"

namespace sysreel {

// The number where no table has a name; empty when nothing is known.
inline std::string user_text(const Thread& thread, const State& state) {
  if (thread.uid == kNoId) return {};
  const User* user = state.accounts.user(short_container_id(thread), thread.uid);
  if (user != nullptr && !user->name.empty()) return user->name;
  return thread.uid == 0 ? "root" : std::to_string(thread.uid);
}

}  // namespace sysreel
