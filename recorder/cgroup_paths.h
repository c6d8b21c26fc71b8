// Cgroups by path: which directory of the mounted cgroup file systems a user means.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sysreel {

// A hierarchy as it is mounted.
struct CgroupMount {
  std::string directory;  // where
  std::string root;       // which cgroup is mounted there, "/" but for bind mounts and containers
  uint8_t hierarchy = 0;  // enum reel_hierarchy; 0: one that cannot be a scope (name=systemd …)
};

struct CgroupScope {
  uint64_t id = 0;        // kernfs id
  uint32_t level = 0;     // depth in its hierarchy
  uint8_t hierarchy = 0;  // enum reel_hierarchy
  std::string directory;
};

// The id that an engine put into the name of a cgroup: "ID", "docker-ID.scope", "cri-containerd-ID.scope" ….
// Empty where it is not the container's own.
std::string_view container_id_in(std::string_view name);

// From the text of /proc/self/mountinfo; the unified hierarchy first.
std::vector<CgroupMount> parse_cgroup_mounts(std::string_view mountinfo);

// `path`: a directory of a cgroup file system, or a path as /proc/PID/cgroup shows it.
Result<CgroupScope> find_cgroup(const std::vector<CgroupMount>& mounts, const std::string& path);

// The cgroup that a container engine made for the container with this id, or with an id that begins so.
Result<CgroupScope> find_container_cgroup(const std::vector<CgroupMount>& mounts, const std::string& id);

}  // namespace sysreel
