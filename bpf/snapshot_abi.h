// What the snapshot's iterators write, one record a thread, an environment, or an open file. Plain C; both
// sides are the same machine. Every record begins with its size.
#ifndef SYSREEL_BPF_SNAPSHOT_ABI_H
#define SYSREEL_BPF_SNAPSHOT_ABI_H

#include "bpf/event_abi.h"

enum reel_scan_limit {
  // A seq_file holds 32 KiB, and what one thread writes must fit: numbers, texts, arguments.
  REEL_SCAN_TEXT_MAX = 12288,  // bytes of the paths and cgroups of one thread
  REEL_SCAN_LINK_MAX = 4096,
};

enum reel_scan_flag { REEL_SCAN_IN_PIDNS = 1 };

// Lengths of the bytes that follow a thread's numbers, in this order: paths as REEL_SHAPE_COMPONENTS, cgroups
// as REEL_SHAPE_CGROUPS, the argument area.
enum reel_scan_text {
  REEL_SCAN_EXE,
  REEL_SCAN_CWD,
  REEL_SCAN_ROOT,
  REEL_SCAN_CGROUPS,
  REEL_SCAN_ARGS,
  REEL_SCAN_TEXTS
};

#define REEL_SCAN_UNREAD 0xffffffff  // a length: could not be read

enum reel_scan_capability {
  REEL_SCAN_INHERITABLE,
  REEL_SCAN_PERMITTED,
  REEL_SCAN_EFFECTIVE,
  REEL_SCAN_BOUNDING,
  REEL_SCAN_AMBIENT
};
enum reel_scan_id { REEL_SCAN_REAL, REEL_SCAN_EFFECTIVE_ID, REEL_SCAN_SAVED, REEL_SCAN_FILE_SYSTEM };
enum reel_scan_namespace {
  REEL_SCAN_MNT,
  REEL_SCAN_PID,
  REEL_SCAN_NET,
  REEL_SCAN_USER,
  REEL_SCAN_UTS,
  REEL_SCAN_IPC,
  REEL_SCAN_CGROUP
};

struct reel_scanned_task {
  __u32 size;
  __u32 tid, pid, parent_pid, pgid, sid;
  __u32 vtid, vpid, vpgid, vsid;
  __u32 tty;                           // as in /proc/PID/stat
  __u32 flags;                         // enum reel_scan_flag
  __u64 start_time, group_start_time;  // CLOCK_BOOTTIME ns
  __u64 minor_faults, major_faults;
  __u64 capabilities[5];
  __u32 uids[4], gids[4];
  __u64 vm_size, vm_rss, vm_swap;  // KiB
  __u64 fdlimit;
  __u32 seccomp, no_new_privs, loginuid, session_id;
  __u64 exe_ino, exe_ctime, exe_mtime;
  __u32 exe_dev, exe_mode, exe_uid, exe_gid;
  __u32 namespaces[7];
  __u32 lengths[REEL_SCAN_TEXTS];
  char comm[16];
};
REEL_ASSERT(sizeof(struct reel_scanned_task) == 304);

struct reel_scanned_environment {
  __u32 size;  // with what follows: the area
  __u32 tid;
};
REEL_ASSERT(sizeof(struct reel_scanned_environment) == 8);

struct reel_scanned_file {
  __u32 size;  // with what follows: the name as the kernel prints it
  __u32 tid, pid, fd;
  __u32 flags;  // of the open, O_CLOEXEC included
  __u32 mode, dev, links;
  __u64 ino, position;
  __u32 mount_id;
  __u32 wanted;  // 0: only told because it is a socket that listens
  // Of a socket; family 0: it is none.
  __u32 family, type, protocol, state, uid, net_ns;
  __u64 peer_ino;    // of a unix socket
  __u32 tuple_size;  // family and both endpoints, local one first; of a unix socket its path
  __u8 tuple[124];
};
REEL_ASSERT(sizeof(struct reel_scanned_file) == 216);

#endif
