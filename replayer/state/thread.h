// Thread: what is known about one thread, and what threads and processes share.
//
// A process is its leader thread (tid == pid); (pid, start time) is its identity. What a fork copies lazily
// is a counted object: the program image, the descriptor table, the working directory. Threads are owned by
// the ThreadTable; pointers between them are kept right by it.
#pragma once

#include <cstdint>
#include <string>

#include "replayer/state/answers.h"
#include "replayer/state/descriptor.h"
#include "replayer/state/ref.h"

namespace sysreel {

// What an exec loaded. Never changed once another thread may see it: an exec makes a new one.
struct Image : RefCounted {
  std::string exe;          // argv[0]
  std::string path;         // resolved
  std::string arguments;    // argv[1..], each NUL-terminated
  std::string environment;  // each NUL-terminated
  bool writable = false;
  bool upper_layer = false;
  bool lower_layer = false;
  bool from_memfd = false;
  uint64_t inode = 0;
  uint64_t inode_ctime = 0;  // wall ns
  uint64_t inode_mtime = 0;
};

struct WorkingDirectory : RefCounted {
  std::string current;  // with a trailing slash; empty: not known
  std::string root = "/";
};

struct CgroupText : RefCounted {
  std::string raw;           // "subsystem=path" each NUL-terminated, as recorded
  std::string container_id;  // full id, empty on the host
  mutable Answers answers;   // about the container
};

struct Capabilities {
  uint64_t inheritable = 0;
  uint64_t permitted = 0;
  uint64_t effective = 0;
};

inline constexpr uint32_t kNoId = 0xffffffff;

struct Thread {
  int64_t tid = -1;
  int64_t pid = -1;
  uint64_t start_time = 0;  // of the process, CLOCK_BOOTTIME ns, 0: not known
  int64_t ptid = -1;        // parent thread, 0: none
  int64_t reaper = -1;
  int64_t sid = -1;
  int64_t pgid = -1;
  int64_t vpgid = -1;
  int64_t vtid = -1;
  int64_t vpid = -1;
  uint64_t clone_time = 0;        // wall ns, 0: not known
  uint64_t pidns_start_time = 0;  // wall ns
  uint64_t exec_time = 0;         // wall ns of the last exec seen
  uint64_t last_seen = 0;         // boot ns of its newest event
  uint32_t uid = kNoId;
  uint32_t gid = kNoId;
  uint32_t login_uid = kNoId;
  uint32_t tty = 0;
  Capabilities capabilities;
  int64_t fd_limit = -1;
  uint64_t vm_size = 0;  // kB
  uint64_t vm_rss = 0;
  uint64_t vm_swap = 0;
  uint64_t major_faults = 0;
  uint64_t minor_faults = 0;
  uint64_t cpu_user = 0;  // hundredths of a second, as the last procinfo event told
  uint64_t cpu_system = 0;
  uint64_t cpu_user_used = 0;  // between the last two
  uint64_t cpu_system_used = 0;
  int64_t exe_ctime_to_start = 0;     // ns, 0: not known
  int64_t exe_ctime_after_pidns = 0;  // ns, 0: not known
  std::string comm = "<NA>";
  Ref<Image> image;
  Ref<DescriptorTable> descriptors;
  Ref<WorkingDirectory> directory;
  Ref<CgroupText> cgroups;

  bool known = false;          // program and parent are known, not only that it exists
  bool from_snapshot = false;  // what is known comes from a scan
  bool dead = false;           // a leader that exited before its threads
  bool in_pid_namespace = false;
  bool subreaper = false;
  bool created_by_child = false;  // its own return from clone was seen: the parent's adds nothing

  // Kept by ThreadTable.
  Thread* leader = nullptr;  // itself for a leader, null when the leader is unknown
  Thread* parent = nullptr;
  Thread* first_child = nullptr;
  Thread* next_sibling = nullptr;
  Thread* previous_sibling = nullptr;
  Thread* next_in_group = nullptr;  // of the leader's list, which begins at the leader
  Thread* previous_in_group = nullptr;
  uint32_t group_size = 1;  // of a leader: live threads
  uint32_t block_index = kNoId;
  uint64_t touch_mark = 0;

  mutable ThreadAnswers answers;

  bool is_leader() const { return tid == pid; }
  bool is_namespaced() const { return in_pid_namespace || (tid != vtid && vtid >= 0); }
  const Descriptor* descriptor(int64_t fd) const { return descriptors ? descriptors->find(fd) : nullptr; }
};

}  // namespace sysreel
