// Which container a cgroup path belongs to, by the ways in which runtimes name cgroups.
#pragma once

#include <string>
#include <string_view>

namespace sysreel {

// `cgroups` is "subsystem=path" texts, each NUL-terminated. Gives the runtime's full id, empty for the host.
//
// A 64-digit hex directory counts only where a runtime's own words stand beside it (docker-ID.scope,
// /docker/ID, crio-ID.scope, cri-containerd-ID.scope, libpod-ID.scope, /kubepods/…/ID …): plain hosts and
// sandboxes also name cgroups by bare digests.
std::string container_of(std::string_view cgroups);

inline constexpr size_t kShortIdLength = 12;  // container.id

}  // namespace sysreel
