// What /proc says about processes: threads, descriptors, accounts. For the start snapshot.
//
// A scan is not atomic: what vanishes while it is read is left out. Nothing is believed to be well-formed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "recorder/mount_table.h"
#include "recorder/proc_text.h"
#include "recorder/socket_table.h"

namespace sysreel {

struct ScannedDescriptor {
  int32_t fd = -1;
  std::string link;
  ProcFdInfo info;
  uint32_t mode = 0;
  uint32_t dev = 0;
  uint64_t ino = 0;
  uint32_t links = 0;
  std::optional<ScannedSocket> socket;
};

struct ScannedThread {
  int64_t tid = 0;
  int64_t pid = 0;
  uint64_t start_time = 0;  // of the thread group; CLOCK_BOOTTIME ns
  uint64_t thread_start_time = 0;
  ProcStat stat;
  ProcStatus status;
  std::optional<std::string> exe_path, cwd, root, args, env, cgroups;
  std::optional<uint64_t> fdlimit;
  std::optional<uint32_t> loginuid, sessionid;
  std::optional<uint64_t> exe_ino, exe_ctime, exe_mtime;
  std::optional<uint32_t> exe_dev, exe_mode, exe_uid, exe_gid;
  std::optional<uint64_t> ns_mnt, ns_pid, ns_net, ns_user, ns_uts, ns_ipc, ns_cgroup;
  bool kernel_thread = false;
  std::vector<ScannedDescriptor> descriptors;  // of the leader
};

class ProcessScan {
 public:
  explicit ProcessScan(std::string root = "/proc") : root_(std::move(root)) {}

  std::vector<int64_t> processes() const;
  std::optional<int64_t> parent_of(int64_t pid) const;
  // All threads of a process, the leader first; empty when it is gone.
  std::vector<ScannedThread> threads(int64_t pid);
  // Mounts and listening sockets as the process sees them.
  std::vector<ScannedMount> mounts(int64_t pid, size_t limit) const;
  std::map<uint64_t, ScannedSocket> listening_sockets(int64_t pid, uint64_t net_ns);
  // `pids` and all their descendants that exist.
  std::set<int64_t> with_descendants(std::set<int64_t> pids) const;
  std::set<int64_t> with_ancestors(std::set<int64_t> pids) const;

 private:
  std::optional<ScannedThread> thread(int64_t pid, int64_t tid) const;
  void read_program(const std::string& folder, ScannedThread& thread) const;
  void read_namespaces(const std::string& folder, ScannedThread& thread) const;
  std::vector<ScannedDescriptor> descriptors(int64_t pid, std::optional<uint64_t> net_ns);
  const SocketTable& sockets_of(int64_t pid, uint64_t net_ns);

  std::string root_;
  std::map<uint64_t, SocketTable> sockets_;  // by network namespace
};

}  // namespace sysreel
