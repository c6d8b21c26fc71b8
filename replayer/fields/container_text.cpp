#include "replayer/fields/container_text.h"

#include <fnmatch.h>

#include <algorithm>

namespace sysreel {

void append_mount(std::string& out, const ContainerMount& mount) {
  out.append(mount.source).append(":").append(mount.destination).append(":").append(mount.mode);
  out.append(mount.writable ? ":true:" : ":false:").append(mount.propagation);
}

void append_labels(std::string& out, const std::vector<std::pair<std::string, std::string>>& labels) {
  for (const auto& [key, value] : labels) {
    if (key.starts_with("io.kubernetes.") || key.starts_with("annotation.")) continue;
    if (!out.empty()) out += ", ";
    out.append(key).append(":").append(value);
  }
}

bool fits_pattern(std::string_view text, std::string_view pattern) {
  return fnmatch(std::string(pattern).c_str(), std::string(text).c_str(), 0) == 0;
}

bool pod_part_of_name(std::string& out, std::string_view container_name, size_t part) {
  constexpr std::ptrdiff_t kSeparators = 5;
  if (!container_name.starts_with("k8s_") ||
      std::count(container_name.begin(), container_name.end(), '_') != kSeparators)
    return false;
  for (; part > 0; --part) container_name.remove_prefix(container_name.find('_') + 1);
  out = container_name.substr(0, container_name.find('_'));
  return true;
}

}  // namespace sysreel
