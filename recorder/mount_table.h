// The mounts of a mount namespace, from /proc/PID/mountinfo.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sysreel {

struct ScannedMount {
  uint32_t id = 0;
  uint32_t parent = 0;
  uint32_t dev = 0;  // major << 20 | minor
  std::string root, directory, options, type, source, super_options;
};

// At most `limit` of them; lines that do not parse are left out.
std::vector<ScannedMount> parse_mountinfo(std::string_view text, size_t limit);

}  // namespace sysreel
