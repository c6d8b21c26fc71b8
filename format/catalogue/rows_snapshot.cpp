// Rows of snapshots: what the recorder found when it looked. They travel in blocks of their own (Snapshot in
// format/capture_item.h) and reach no rule. Nothing has a source here: the snapshot's reader knows the names.
#include "format/catalogue/row_texts.h"

namespace sysreel {

// The row's thread (ThreadEntry) is the thread described, or the one that owns the descriptor; of rows that
// belong to no thread it is all zeros. A parameter that could not be read is missing.
//   thread      one per thread; of threads that are not the leader, what the group shares may be missing.
//               times: CLOCK_BOOTTIME ns, inode times CLOCK_REALTIME ns. args, env and cgroups: strings, each
//               with its NUL. uid and gid are the effective ones, as in execve. exe is argv[0].
//               exepath: the executable; flags: execve's. ptid: parent's thread group.
//   fd          fd_type: Falco's letter (f file, d directory, 4 6 IPv4 and IPv6 socket, u unix, p pipe,
//               e eventfd, s signalfd, t timerfd, i inotify, l epoll, b bpf, m memfd, P pidfd, U userfaultfd
//               (u in Falco), r io_uring, n netlink, o other). name: what Falco shows (path, tuple); path:
//               the kernel's link text. tuple: packed, local end first. role: c client, s server, l
//               listening. connect_state: TCP state number. target_pid: of a pidfd, in the initial namespace.
//   socket      a socket that no descriptor of the snapshot names (listening sockets of processes out of
//               scope), by network namespace.
//   mount       one per mount of each mount namespace seen; options as in mountinfo.
//   interface   one per address; address and netmask: 4 or 16 bytes.
//   container   json: as in the container event.
const std::string_view kRowsSnapshot = R"(
snapshot.thread -,-,- snapshot row
    tid:PID pid:PID ptid:PID reaper_tid:PID sid:PID pgid:PID vtid:PID vpid:PID vpgid:PID vsid:PID
    start_time:UINT64 thread_start_time:UINT64 pidns_init_start_ts:UINT64 tty:UINT32 comm:CHARBUF exe:CHARBUF
    exepath:FSPATH args:CHARBUFARRAY env:CHARBUFARRAY cwd:FSPATH root:FSPATH flags:FLAGS32:exec_flags
    exe_ino:UINT64 exe_dev:UINT32.x exe_mode:UINT32.o exe_ino_ctime:ABSTIME exe_ino_mtime:ABSTIME
    cap_inheritable:UINT64.x cap_permitted:UINT64.x cap_effective:UINT64.x cap_bounding:UINT64.x
    cap_ambient:UINT64.x uid:UID gid:GID ruid:UID rgid:GID suid:UID sgid:GID fsuid:UID fsgid:GID
    loginuid:UID sessionid:UINT32 fdlimit:UINT64 cgroups:CHARBUFARRAY cgroup_id:UINT64
    ~vm_size:UINT32 ~vm_rss:UINT32 ~vm_swap:UINT32 ~pgft_maj:UINT64 ~pgft_min:UINT64
    ns_mnt:UINT64 ns_pid:UINT64 ns_net:UINT64 ns_user:UINT64 ns_uts:UINT64 ns_ipc:UINT64 ns_cgroup:UINT64
    child_in_pidns:BOOL no_new_privs:BOOL seccomp:UINT8 subreaper:BOOL clone_flags:FLAGS32:clone_flags
    lastexec_time:UINT64 clone_time:UINT64
snapshot.fd -,-,- snapshot row
    fd:FD fd_type:UINT8 name:FSPATH path:FSPATH open_flags:FLAGS32:open_flags file_state:FLAGS8:file_state
    mode:UINT32.o dev:UINT32.x ino:UINT64 mnt_id:UINT32 domain:ENUMFLAGS32:socket_family type:UINT32
    protocol:UINT32 l4proto:L4PROTO tuple:SOCKTUPLE role:UINT8 connect_state:UINT8 target_pid:PID
    net_ns:UINT64 event_fd:INT64 pos:UINT64
snapshot.socket -,-,- snapshot row
    net_ns:UINT64 domain:ENUMFLAGS32:socket_family type:UINT32 protocol:UINT32 l4proto:L4PROTO tuple:SOCKTUPLE
    role:UINT8 connect_state:UINT8 ino:UINT64 uid:UID
snapshot.user -,-,- snapshot row
    uid:UINT32 gid:UINT32 name:CHARBUF home:CHARBUF shell:CHARBUF container_id:CHARBUF
snapshot.group -,-,- snapshot row
    gid:UINT32 name:CHARBUF container_id:CHARBUF
snapshot.mount -,-,- snapshot row
    ns_mnt:UINT64 mnt_id:UINT32 parent_id:UINT32 dev:UINT32.x root:FSPATH dir:FSPATH options:CHARBUF
    fs_type:CHARBUF source:CHARBUF super_options:CHARBUF
snapshot.interface -,-,- snapshot row
    net_ns:UINT64 name:CHARBUF index:UINT32 flags:UINT32.x family:UINT8 address:BYTEBUF netmask:BYTEBUF
    broadcast:BYTEBUF hardware_address:BYTEBUF speed:UINT64
snapshot.container -,-,- snapshot row
    json:CHARBUF
)";

}  // namespace sysreel
