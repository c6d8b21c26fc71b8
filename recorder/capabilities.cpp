#include "recorder/capabilities.h"

#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include "recorder/record_options.h"

namespace sysreel {
namespace {

constexpr int kCapabilities = 64;  // as many as a set has room for

constexpr CapabilitySet bit(int number) {
  return CapabilitySet{1} << static_cast<unsigned>(number);
}

struct Sets {
  CapabilitySet effective = 0;
  CapabilitySet permitted = 0;
};

bool read_sets(Sets& sets) {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2] = {};
  if (syscall(SYS_capget, &header, data) != 0) return false;
  sets.effective = data[0].effective | CapabilitySet{data[1].effective} << 32U;
  sets.permitted = data[0].permitted | CapabilitySet{data[1].permitted} << 32U;
  return true;
}

bool write_sets(CapabilitySet kept) {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2] = {};
  for (int half = 0; half < 2; ++half) {
    data[half].effective = static_cast<uint32_t>(kept >> (32 * half));
    data[half].permitted = data[half].effective;
  }
  return syscall(SYS_capset, &header, data) == 0;
}

std::string directory_of(const std::string& file) {
  const size_t slash = file.rfind('/');
  return slash == std::string::npos ? "." : file.substr(0, slash + 1);
}

bool is_in_group(gid_t group) {
  if (group == getegid()) return true;
  const int count = getgroups(0, nullptr);
  std::vector<gid_t> groups(static_cast<size_t>(std::max(count, 0)));
  if (count <= 0 || getgroups(count, groups.data()) < 0) return false;
  return std::find(groups.begin(), groups.end(), group) != groups.end();
}

// By its mode, without the privilege that overrides it.
bool may_write_into(const std::string& directory) {
  struct stat status {};
  if (stat(directory.c_str(), &status) != 0) return false;
  mode_t needed = S_IWOTH | S_IXOTH;
  if (is_in_group(status.st_gid)) needed = S_IWGRP | S_IXGRP;
  if (status.st_uid == geteuid()) needed = S_IWUSR | S_IXUSR;
  return (status.st_mode & needed) == needed;
}

}  // namespace

CapabilitySet capabilities_for(const RecordOptions& options, bool kernel_events, const std::string& file) {
  CapabilitySet needed = 0;
  // The scans of every minute: /proc of other users, and what container engines keep for themselves.
  if (kernel_events)
    needed |= bit(CAP_BPF) | bit(CAP_PERFMON) | bit(CAP_SYS_PTRACE) | bit(CAP_DAC_READ_SEARCH);
  if (!options.command.empty()) needed |= bit(CAP_KILL);  // signals are handed on, to whoever it has become
  if (!options.k8s.log.empty()) needed |= bit(CAP_DAC_READ_SEARCH);  // opened again when it is rotated
  if (!options.k8s.listen.empty()) needed |= bit(CAP_NET_BIND_SERVICE);
  if (!options.audit_rules.empty()) needed |= bit(CAP_AUDIT_CONTROL);  // they are removed at the end
  // Root in somebody else's folder: the file is renamed there at the end, further parts are made there.
  if (options.output != "-" && !may_write_into(directory_of(file))) needed |= bit(CAP_DAC_OVERRIDE);
  if (options.force) needed |= bit(CAP_FOWNER);  // replaces a stranger's file in a folder like /tmp
  return needed;
}

CapabilitySet available_capabilities(CapabilitySet wanted) {
  Sets sets;
  if (!read_sets(sets)) return 0;
  CapabilitySet kept = wanted & sets.permitted;
  if (((wanted & ~kept) & (bit(CAP_BPF) | bit(CAP_PERFMON))) != 0)
    kept |= sets.permitted & bit(CAP_SYS_ADMIN);
  return kept;
}

Status keep_capabilities(CapabilitySet kept) {
  // Only with CAP_SETPCAP; without it the bounding set remains, which nothing here can make use of: the
  // recorder executes no program.
  for (int number = 0; number < kCapabilities; ++number)
    if ((kept & bit(number)) == 0 && prctl(PR_CAPBSET_READ, number, 0, 0, 0) == 1)
      (void)prctl(PR_CAPBSET_DROP, number, 0, 0, 0);
  (void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  if (!write_sets(kept))
    return Error{ErrorCode::kSystem, std::string("cannot drop capabilities: ") + std::strerror(errno)};
  return {};
}

}  // namespace sysreel
