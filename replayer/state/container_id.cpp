#include "replayer/state/container_id.h"

#include <algorithm>

namespace sysreel {
namespace {

constexpr size_t kIdLength = 64;

bool is_digest(std::string_view text) {
  return text.size() == kIdLength && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// What stands before the id within a path component: systemd scopes of the runtimes.
constexpr std::string_view kScopePrefixes[] = {"docker-", "crio-", "cri-containerd-", "libpod-",
                                               "containerd-"};
// Directories whose children are named by bare ids.
constexpr std::string_view kParents[] = {"docker",     "libpod_parent", "kubepods",
                                         "podruntime", "garden",        "crio"};

std::string_view id_in_component(std::string_view component) {
  if (component.ends_with(".scope")) component.remove_suffix(6);
  for (const std::string_view prefix : kScopePrefixes) {
    if (component.starts_with(prefix) && is_digest(component.substr(prefix.size()))) {
      return component.substr(prefix.size());
    }
  }
  return {};
}

bool names_runtime(std::string_view directory) {
  return std::any_of(std::begin(kParents), std::end(kParents), [&](std::string_view parent) {
    return directory == parent || (parent == "kubepods" && directory.starts_with("kubepods"));
  });
}

std::string_view id_in_path(std::string_view path) {
  bool below_runtime = false;
  std::string_view found;
  while (!path.empty()) {
    const size_t slash = path.find('/');
    const std::string_view component = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    if (const std::string_view id = id_in_component(component); !id.empty()) {
      found = id;
    } else if (below_runtime && is_digest(component)) {
      found = component;
    }
    below_runtime = below_runtime || names_runtime(component);
  }
  return found;
}

}  // namespace

std::string container_of(std::string_view cgroups) {
  while (!cgroups.empty()) {
    const size_t end = std::min(cgroups.find('\0'), cgroups.size());
    const std::string_view entry = cgroups.substr(0, end);
    cgroups.remove_prefix(std::min(end + 1, cgroups.size()));
    const size_t equals = entry.find('=');
    if (equals == std::string_view::npos) continue;
    if (const std::string_view id = id_in_path(entry.substr(equals + 1)); !id.empty()) return std::string(id);
  }
  return {};
}

}  // namespace sysreel
