// The container of a thread as fields show it.
#pragma once

#include <string_view>

#include "replayer/state/container_id.h"
#include "replayer/state/thread.h"

namespace sysreel {

// Empty on the host.
inline std::string_view full_container_id(const Thread& thread) {
  return thread.cgroups ? std::string_view(thread.cgroups->container_id) : std::string_view{};
}
inline std::string_view short_container_id(const Thread& thread) {
  return full_container_id(thread).substr(0, kShortIdLength);
}

}  // namespace sysreel
