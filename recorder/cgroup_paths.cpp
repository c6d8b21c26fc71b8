#include "recorder/cgroup_paths.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <set>
#include <utility>

#include "bpf/event_abi.h"
#include "recorder/mount_table.h"

namespace sysreel {
namespace {

constexpr size_t kMountsMax = 65536;
constexpr size_t kDepthMax = 32;
constexpr size_t kDirectoriesMax = 100'000;

struct Controller {
  std::string_view option;
  uint8_t hierarchy;
};
constexpr Controller kControllers[] = {
    {"memory", REEL_CG_MEMORY}, {"pids", REEL_CG_PIDS},       {"devices", REEL_CG_DEVICES},
    {"cpu", REEL_CG_CPU},       {"cpuacct", REEL_CG_CPUACCT}, {"cpuset", REEL_CG_CPUSET},
    {"blkio", REEL_CG_IO},      {"freezer", REEL_CG_FREEZER},
};

bool has_option(std::string_view options, std::string_view wanted) {
  while (!options.empty()) {
    const size_t comma = options.find(',');
    if (options.substr(0, comma) == wanted) return true;
    options = comma == std::string_view::npos ? std::string_view{} : options.substr(comma + 1);
  }
  return false;
}

uint8_t hierarchy_of(const ScannedMount& mount) {
  if (mount.type == "cgroup2") return REEL_CG_UNIFIED;
  for (const auto& [option, hierarchy] : kControllers)
    if (has_option(mount.super_options, option)) return hierarchy;
  return 0;
}

uint32_t components_of(std::string_view path) {
  uint32_t count = 0;
  bool inside = false;
  for (const char c : path) {
    count += c != '/' && !inside;
    inside = c != '/';
  }
  return count;
}

bool lies_in(std::string_view path, std::string_view directory) {
  return path.starts_with(directory) && (path.size() == directory.size() || path[directory.size()] == '/');
}

Result<CgroupScope> scope_of(const CgroupMount& mount, std::string directory) {
  struct stat status {};
  if (stat(directory.c_str(), &status) != 0)
    return Error{ErrorCode::kNotFound, directory + ": " + std::strerror(errno)};
  if (!S_ISDIR(status.st_mode)) return Error{ErrorCode::kInvalid, directory + " is no cgroup"};
  if (mount.hierarchy == 0)
    return Error{ErrorCode::kInvalid,
                 directory + " is in a hierarchy without a controller; name the cgroup in another one"};
  const std::string below = directory.substr(mount.directory.size());
  return CgroupScope{status.st_ino, components_of(mount.root) + components_of(below), mount.hierarchy,
                     std::move(directory)};
}

struct CloseDirectory {
  void operator()(DIR* directory) const { closedir(directory); }
};

// Directories below `directory` whose name carries an id that begins with `id`. Iterative, since the depth is
// the host's; what lies below a match belongs to the container.
void search(const std::string& directory, const std::string& id, std::vector<std::string>& found) {
  std::vector<std::pair<std::string, size_t>> pending{{directory, 0}};
  for (size_t seen = 0; !pending.empty() && seen < kDirectoriesMax; ++seen) {
    const auto [path, depth] = std::move(pending.back());
    pending.pop_back();
    const std::unique_ptr<DIR, CloseDirectory> open(opendir(path.c_str()));
    if (!open) continue;
    while (const dirent* entry = readdir(open.get())) {
      if (entry->d_type != DT_DIR || entry->d_name[0] == '.') continue;
      std::string child = path + "/" + entry->d_name;
      if (container_id_in(entry->d_name).starts_with(id))
        found.push_back(std::move(child));
      else if (depth < kDepthMax)
        pending.emplace_back(std::move(child), depth + 1);
    }
  }
}

}  // namespace

// The name of conmon's cgroup ("libpod-conmon-ID.scope") holds an id too, but is not the container's.
std::string_view container_id_in(std::string_view name) {
  if (name.find("conmon-") != std::string_view::npos) return {};
  for (const std::string_view unit : {".slice", ".service", ".mount", ".socket"})
    if (name.ends_with(unit)) return {};
  if (!name.ends_with(".scope")) return name;
  name.remove_suffix(std::string_view(".scope").size());
  for (const std::string_view prefix :
       {"docker-", "cri-containerd-", "crio-", "libpod-", "containerd-", "runc-"})
    if (name.starts_with(prefix)) return name.substr(prefix.size());
  return name;
}

std::vector<CgroupMount> parse_cgroup_mounts(std::string_view mountinfo) {
  std::vector<CgroupMount> mounts;
  for (const ScannedMount& mount : parse_mountinfo(mountinfo, kMountsMax))
    if (mount.type == "cgroup2" || mount.type == "cgroup")
      mounts.push_back({mount.directory, mount.root, hierarchy_of(mount)});
  std::stable_partition(mounts.begin(), mounts.end(),
                        [](const CgroupMount& mount) { return mount.hierarchy == REEL_CG_UNIFIED; });
  return mounts;
}

Result<CgroupScope> find_cgroup(const std::vector<CgroupMount>& mounts, const std::string& path) {
  std::string wanted = path;
  while (wanted.size() > 1 && wanted.back() == '/') wanted.pop_back();
  // The innermost mount: /sys/fs/cgroup may itself be a hierarchy that others are mounted in.
  const CgroupMount* mount = nullptr;
  for (const CgroupMount& candidate : mounts)
    if (lies_in(wanted, candidate.directory) &&
        (mount == nullptr || candidate.directory.size() > mount->directory.size()))
      mount = &candidate;
  if (mount != nullptr) return scope_of(*mount, wanted);
  if (!wanted.starts_with('/')) wanted.insert(0, "/");
  for (const CgroupMount& candidate : mounts) {
    if (candidate.hierarchy == 0) continue;
    Result<CgroupScope> scope = scope_of(candidate, candidate.directory + wanted);
    if (scope.ok()) return scope;
  }
  return Error{ErrorCode::kNotFound, "there is no cgroup " + path};
}

Result<CgroupScope> find_container_cgroup(const std::vector<CgroupMount>& mounts, const std::string& id) {
  for (const CgroupMount& mount : mounts) {
    if (mount.hierarchy == 0) continue;
    std::vector<std::string> found;
    search(mount.directory, id, found);
    std::set<std::string, std::less<>> ids;
    for (const std::string& path : found) ids.emplace(container_id_in(path.substr(path.rfind('/') + 1)));
    if (ids.size() > 1)
      return Error{ErrorCode::kInvalid, "several containers have an id that begins with " + id + ": " +
                                            *ids.begin() + ", " + *std::next(ids.begin())};
    // An engine may make a cgroup of that name twice (libpod's container/ below); the outermost holds all.
    if (!found.empty())
      return scope_of(mount, *std::min_element(found.begin(), found.end(), [](const auto& a, const auto& b) {
                        return a.size() < b.size();
                      }));
  }
  return Error{ErrorCode::kNotFound, "no running container has the id " + id};
}

}  // namespace sysreel
