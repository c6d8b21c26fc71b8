// Falco's names of events, system calls and event arguments. A condition may name an event that this build
// does not record, and a rule that names none of the 454 event codes narrowly is slow in Falco: both need
// Falco's own table, not our catalogue.
#include "rules/event_names.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace sysreel::rules {
namespace {

// Event names with their number of codes (one for the beginning and one for the end of each version of the
// event). Sorted.
// clang-format off
constexpr EventName kEvents[] = {
    {"NA", 35}, {"accept", 8}, {"accept4", 2}, {"access", 2}, {"asyncevent", 1}, {"bind", 2},
    {"bpf", 4}, {"brk", 4}, {"capset", 2}, {"chdir", 2}, {"chmod", 2}, {"chown", 2}, {"chroot", 2},
    {"clone", 8}, {"clone3", 2}, {"close", 2}, {"close_range", 1}, {"connect", 2}, {"container", 3},
    {"copy_file_range", 2}, {"cpu_hotplug", 1}, {"creat", 2}, {"delete_module", 2}, {"drop", 2},
    {"dup", 4}, {"dup2", 2}, {"dup3", 2}, {"epoll_create", 2}, {"epoll_create1", 2}, {"epoll_wait", 2},
    {"eventfd", 2}, {"eventfd2", 2}, {"execve", 16}, {"execveat", 2}, {"fchdir", 2}, {"fchmod", 2},
    {"fchmodat", 2}, {"fchown", 2}, {"fchownat", 2}, {"fcntl", 2}, {"finit_module", 2}, {"flock", 2},
    {"fork", 6}, {"fsconfig", 2}, {"fstat", 2}, {"fstat64", 2}, {"futex", 2}, {"getcwd", 2},
    {"getdents", 2}, {"getdents64", 2}, {"getegid", 2}, {"geteuid", 2}, {"getgid", 2},
    {"getpeername", 2}, {"getresgid", 2}, {"getresuid", 2}, {"getrlimit", 2}, {"getsockname", 2},
    {"getsockopt", 2}, {"getuid", 2}, {"groupadded", 1}, {"groupdeleted", 1}, {"infra", 1},
    {"init_module", 2}, {"inotify_init", 2}, {"inotify_init1", 2}, {"io_uring_enter", 2},
    {"io_uring_register", 2}, {"io_uring_setup", 2}, {"ioctl", 4}, {"k8s", 1}, {"keyctl", 1},
    {"kill", 2}, {"lchown", 2}, {"link", 4}, {"linkat", 4}, {"listen", 2}, {"llseek", 2}, {"lseek", 2},
    {"lstat", 2}, {"lstat64", 2}, {"memfd_create", 2}, {"mesos", 1}, {"mkdir", 4}, {"mkdirat", 2},
    {"mknod", 2}, {"mknodat", 2}, {"mlock", 2}, {"mlock2", 2}, {"mlockall", 2}, {"mmap", 2},
    {"mmap2", 2}, {"mount", 2}, {"mprotect", 2}, {"munlock", 2}, {"munlockall", 2}, {"munmap", 2},
    {"nanosleep", 2}, {"newfstatat", 2}, {"notification", 1}, {"open", 2}, {"open_by_handle_at", 2},
    {"openat", 4}, {"openat2", 2}, {"page_fault", 1}, {"pidfd_getfd", 2}, {"pidfd_open", 2},
    {"pipe", 2}, {"pipe2", 2}, {"pluginevent", 1}, {"poll", 2}, {"ppoll", 2}, {"prctl", 2},
    {"pread", 2}, {"preadv", 2}, {"prlimit", 2}, {"process_vm_readv", 2}, {"process_vm_writev", 2},
    {"procexit", 2}, {"procinfo", 1}, {"ptrace", 2}, {"pwrite", 2}, {"pwritev", 2}, {"quotactl", 2},
    {"read", 2}, {"readv", 2}, {"recv", 2}, {"recvfrom", 2}, {"recvmmsg", 2}, {"recvmsg", 2},
    {"rename", 2}, {"renameat", 2}, {"renameat2", 2}, {"rmdir", 4}, {"scapevent", 1}, {"seccomp", 2},
    {"select", 4}, {"semctl", 2}, {"semget", 2}, {"semop", 2}, {"send", 2}, {"sendfile", 2},
    {"sendmmsg", 2}, {"sendmsg", 2}, {"sendto", 2}, {"setgid", 2}, {"setns", 2}, {"setpgid", 2},
    {"setregid", 2}, {"setresgid", 2}, {"setresuid", 2}, {"setreuid", 2}, {"setrlimit", 2},
    {"setsid", 2}, {"setsockopt", 2}, {"setuid", 2}, {"shutdown", 2}, {"signaldeliver", 1},
    {"signalfd", 2}, {"signalfd4", 2}, {"socket", 2}, {"socketpair", 2}, {"splice", 2}, {"stat", 2},
    {"stat64", 2}, {"switch", 2}, {"symlink", 2}, {"symlinkat", 2}, {"syscall", 2}, {"task", 1},
    {"task_file_anon_inode", 1}, {"task_file_directory", 1}, {"task_file_memfd", 1},
    {"task_file_pipe", 1}, {"task_file_regular", 1}, {"task_file_socket_inet", 1},
    {"task_file_socket_inet6", 1}, {"task_file_socket_netlink", 1}, {"task_file_socket_unix", 1},
    {"tgkill", 2}, {"timerfd_create", 2}, {"tkill", 2}, {"tracer", 1}, {"umount", 4}, {"umount2", 2},
    {"unlink", 4}, {"unlinkat", 4}, {"unshare", 2}, {"useradded", 1}, {"userdeleted", 1},
    {"userfaultfd", 2}, {"vfork", 6}, {"write", 2}, {"writev", 2},
};

// System calls without parameters of their own: all share one pair of codes. Sorted.
constexpr std::string_view kGenericCalls[] = {
    "_llseek", "_newselect", "_sysctl", "acct", "add_key", "adjtimex", "alarm", "arch_prctl", "bdflush",
    "cachestat", "capget", "clock_adjtime", "clock_getres", "clock_gettime", "clock_nanosleep",
    "clock_settime", "create_module", "epoll_ctl", "epoll_ctl_old", "epoll_pwait", "epoll_pwait2",
    "epoll_wait_old", "exit", "exit_group", "faccessat", "faccessat2", "fadvise64", "fallocate",
    "fanotify_init", "fanotify_mark", "fchmodat2", "fcntl64", "fdatasync", "fgetxattr", "file_getattr",
    "file_setattr", "flistxattr", "fremovexattr", "fsetxattr", "fsmount", "fsopen", "fspick",
    "fstatat64", "fstatfs", "fstatfs64", "fsync", "ftruncate", "futex_requeue", "futex_wait",
    "futex_waitv", "futex_wake", "futimesat", "get_kernel_syms", "get_mempolicy", "get_robust_list",
    "get_thread_area", "getcpu", "getegid32", "geteuid32", "getgid32", "getgroups", "getitimer",
    "getpgid", "getpgrp", "getpid", "getpmsg", "getppid", "getpriority", "getrandom", "getresgid32",
    "getresuid32", "getrusage", "getsid", "gettid", "gettimeofday", "getuid32", "getxattr",
    "getxattrat", "idle", "inotify_add_watch", "inotify_rm_watch", "io_cancel", "io_destroy",
    "io_getevents", "io_pgetevents", "io_setup", "io_submit", "ioperm", "iopl", "ioprio_get",
    "ioprio_set", "ipc", "kcmp", "kexec_file_load", "kexec_load", "landlock_add_rule",
    "landlock_create_ruleset", "landlock_restrict_self", "lgetxattr", "listmount", "listns",
    "listxattr", "listxattrat", "llistxattr", "lookup_dcookie", "lremovexattr", "lsetxattr",
    "lsm_get_self_attr", "lsm_list_modules", "lsm_set_self_attr", "madvise", "map_shadow_stack",
    "mbind", "membarrier", "memfd_secret", "migrate_pages", "mincore", "modify_ldt", "mount_setattr",
    "move_mount", "move_pages", "mq_getsetattr", "mq_notify", "mq_open", "mq_timedreceive",
    "mq_timedsend", "mq_unlink", "mremap", "mseal", "msgctl", "msgget", "msgrcv", "msgsnd", "msync",
    "multiplexer", "name_to_handle_at", "nfsservctl", "nice", "oldfstat", "oldlstat", "oldolduname",
    "oldstat", "olduname", "open_tree", "open_tree_attr", "pause", "pciconfig_iobase", "pciconfig_read",
    "pciconfig_write", "perf_event_open", "personality", "pidfd_send_signal", "pivot_root",
    "pkey_alloc", "pkey_free", "pkey_mprotect", "pread64", "preadv2", "prlimit64", "process_madvise",
    "process_mrelease", "pselect6", "pwrite64", "pwritev2", "query_module", "quotactl_fd", "readahead",
    "readdir", "readlink", "readlinkat", "reboot", "remap_file_pages", "removexattr", "removexattrat",
    "request_key", "restart_syscall", "riscv_flush_icache", "riscv_hwprobe", "rseq", "rseq_slice_yield",
    "rt_sigaction", "rt_sigpending", "rt_sigprocmask", "rt_sigqueueinfo", "rt_sigreturn",
    "rt_sigsuspend", "rt_sigtimedwait", "rt_tgsigqueueinfo", "rtas", "s390_guarded_storage",
    "s390_pci_mmio_read", "s390_pci_mmio_write", "s390_runtime_instr", "s390_sthyi",
    "sched_get_priority_max", "sched_get_priority_min", "sched_getaffinity", "sched_getattr",
    "sched_getparam", "sched_getscheduler", "sched_rr_get_interval", "sched_setaffinity",
    "sched_setattr", "sched_setparam", "sched_setscheduler", "sched_yield", "semtimedop", "sendfile64",
    "set_mempolicy", "set_mempolicy_home_node", "set_robust_list", "set_thread_area", "set_tid_address",
    "setdomainname", "setfsgid", "setfsuid", "setgid32", "setgroups", "sethostname", "setitimer",
    "setpriority", "setresgid32", "setresuid32", "settimeofday", "setuid32", "setxattr", "setxattrat",
    "sgetmask", "shmat", "shmctl", "shmdt", "shmget", "sigaction", "sigaltstack", "signal",
    "sigpending", "sigprocmask", "sigreturn", "sigsuspend", "socketcall", "spu_create", "spu_run",
    "ssetmask", "statfs", "statfs64", "statmount", "statx", "stime", "subpage_prot", "swapcontext",
    "swapoff", "swapon", "switch_endian", "sync", "sync_file_range", "sync_file_range2", "syncfs",
    "sys_debug_setcontext", "sysfs", "sysinfo", "syslog", "tee", "time", "timer_create", "timer_delete",
    "timer_getoverrun", "timer_gettime", "timer_settime", "timerfd", "timerfd_gettime",
    "timerfd_settime", "times", "truncate", "ugetrlimit", "umask", "uname", "unknown", "uprobe",
    "uretprobe", "uselib", "ustat", "utime", "utimensat", "utimes", "vhangup", "vm86", "vmsplice",
    "wait4", "waitid", "waitpid",
};

using enum ArgumentKind;

constexpr EventArgument kArguments[] = {
    {"ID", kOpaque}, {"action", kUnsigned}, {"addr", kOpaque}, {"arg", kUnsigned}, {"arg2", kOpaque},
    {"arg2_int", kSigned}, {"arg2_str", kText}, {"arg3", kOpaque}, {"arg4", kOpaque}, {"arg5", kOpaque},
    {"args", kOpaque}, {"argument", kUnsigned}, {"argv", kOpaque}, {"aux", kSigned},
    {"backlog", kSigned}, {"cap_effective", kUnsigned}, {"cap_inheritable", kUnsigned},
    {"cap_permitted", kUnsigned}, {"cgroups", kOpaque}, {"clockid", kUnsigned}, {"cmd", kUnsigned},
    {"comm", kText}, {"container_id", kText}, {"core", kUnsigned}, {"cpu", kUnsigned},
    {"cpu_sys", kUnsigned}, {"cpu_usr", kUnsigned}, {"cq_entries", kUnsigned},
    {"creat_flags", kUnsigned}, {"cur", kSigned}, {"cwd", kText}, {"data", kOpaque}, {"desc", kText},
    {"description", kText}, {"dev", kUnsigned}, {"dir", kText}, {"dirfd", kSigned},
    {"domain", kUnsigned}, {"dpid", kSigned}, {"dqb_bhardlimit", kUnsigned},
    {"dqb_bsoftlimit", kUnsigned}, {"dqb_btime", kUnsigned}, {"dqb_curspace", kUnsigned},
    {"dqb_ihardlimit", kUnsigned}, {"dqb_isoftlimit", kUnsigned}, {"dqb_itime", kUnsigned},
    {"dqi_bgrace", kUnsigned}, {"dqi_flags", kUnsigned}, {"dqi_igrace", kUnsigned}, {"egid", kOpaque},
    {"entries", kUnsigned}, {"env", kOpaque}, {"error", kUnsigned}, {"euid", kOpaque},
    {"event_data", kUnsigned}, {"event_type", kUnsigned}, {"exe", kText}, {"exe_ino", kUnsigned},
    {"exe_ino_ctime", kUnsigned}, {"exe_ino_mtime", kUnsigned}, {"exe_ino_num", kUnsigned},
    {"exepath", kText}, {"fd", kSigned}, {"fd1", kSigned}, {"fd2", kSigned}, {"fd_in", kSigned},
    {"fd_out", kSigned}, {"fd_type", kUnsigned}, {"fdin", kSigned}, {"fdlimit", kUnsigned},
    {"fdout", kSigned}, {"fds", kOpaque}, {"features", kUnsigned}, {"filename", kText},
    {"first", kUnsigned}, {"flags", kUnsigned}, {"gid", kUnsigned}, {"home", kText}, {"how", kUnsigned},
    {"id", kUnsigned}, {"image", kText}, {"img", kOpaque}, {"in_fd", kSigned}, {"initval", kUnsigned},
    {"ino", kUnsigned}, {"ino_num", kUnsigned}, {"interval", kUnsigned}, {"ip", kUnsigned},
    {"json", kText}, {"key", kSigned}, {"last", kUnsigned}, {"len", kUnsigned}, {"length", kUnsigned},
    {"level", kUnsigned}, {"linkdirfd", kSigned}, {"linkpath", kText}, {"local_ip", kAddress},
    {"local_port", kPort}, {"loginuid", kOpaque}, {"mask", kUnsigned}, {"max", kSigned},
    {"maxevents", kSigned}, {"min_complete", kUnsigned}, {"mnt_id", kUnsigned}, {"mode", kUnsigned},
    {"mountfd", kSigned}, {"msgcontrol", kOpaque}, {"name", kText}, {"nativeID", kUnsigned},
    {"newcur", kSigned}, {"newdir", kSigned}, {"newdirfd", kSigned}, {"newfd", kSigned},
    {"newmax", kSigned}, {"newpath", kText}, {"next", kSigned}, {"nr_args", kUnsigned},
    {"nsems", kSigned}, {"nsops", kUnsigned}, {"nstype", kUnsigned}, {"offin", kUnsigned},
    {"offout", kUnsigned}, {"offset", kUnsigned}, {"oldcur", kSigned}, {"olddir", kSigned},
    {"olddirfd", kSigned}, {"oldfd", kSigned}, {"oldmax", kSigned}, {"oldpath", kText},
    {"op", kUnsigned}, {"opcode", kUnsigned}, {"operation", kUnsigned}, {"option", kUnsigned},
    {"optlen", kUnsigned}, {"optname", kUnsigned}, {"out_fd", kSigned}, {"path", kText},
    {"pathname", kText}, {"peer", kUnsigned}, {"pgft_maj", kUnsigned}, {"pgft_min", kUnsigned},
    {"pgid", kSigned}, {"pgoffset", kUnsigned}, {"pid", kSigned}, {"pid_fd", kSigned},
    {"pidns_init_start_ts", kUnsigned}, {"plugin_id", kUnsigned}, {"pos", kUnsigned}, {"ppid", kOpaque},
    {"prot", kUnsigned}, {"proto", kUnsigned}, {"ptid", kSigned}, {"queuelen", kUnsigned},
    {"queuemax", kUnsigned}, {"queuepct", kUnsigned}, {"quota_fmt", kUnsigned},
    {"quota_fmt_out", kUnsigned}, {"quotafilepath", kText}, {"ratio", kUnsigned},
    {"reaper_tid", kSigned}, {"remote_ip", kAddress}, {"remote_port", kPort}, {"request", kUnsigned},
    {"res", kSigned}, {"res_or_fd", kOpaque}, {"resolve", kUnsigned}, {"resource", kUnsigned},
    {"ret", kSigned}, {"rgid", kOpaque}, {"root", kText}, {"ruid", kOpaque}, {"scope", kText},
    {"sem_flg_0", kUnsigned}, {"sem_flg_1", kUnsigned}, {"sem_num_0", kUnsigned},
    {"sem_num_1", kUnsigned}, {"sem_op_0", kSigned}, {"sem_op_1", kSigned}, {"semflg", kUnsigned},
    {"semid", kSigned}, {"semnum", kSigned}, {"sgid", kOpaque}, {"shell", kText}, {"sid", kOpaque},
    {"sig", kOpaque}, {"sigmask", kOpaque}, {"size", kUnsigned}, {"sk_pointer", kUnsigned},
    {"sk_proto", kUnsigned}, {"sk_type", kUnsigned}, {"source", kUnsigned}, {"special", kText},
    {"spid", kSigned}, {"sq_entries", kUnsigned}, {"sq_thread_cpu", kUnsigned},
    {"sq_thread_idle", kUnsigned}, {"start_time", kUnsigned}, {"status", kSigned}, {"suid", kOpaque},
    {"sun_path", kText}, {"tags", kOpaque}, {"target", kText}, {"target_fd", kSigned}, {"tid", kSigned},
    {"timeout", kSigned}, {"to_submit", kUnsigned}, {"trusted_exepath", kText}, {"tty", kSigned},
    {"tuple", kOpaque}, {"type", kUnsigned}, {"uargs", kText}, {"uid", kUnsigned}, {"val", kOpaque},
    {"value_bytebuf", kOpaque}, {"value_charbuf", kText}, {"vm_rss", kUnsigned}, {"vm_size", kUnsigned},
    {"vm_swap", kUnsigned}, {"vpgid", kSigned}, {"vpid", kSigned}, {"vtgid", kOpaque},
    {"vtid", kSigned}, {"whence", kUnsigned},
};
// clang-format on

}  // namespace

std::span<const EventName> falco_events() {
  return kEvents;
}
std::span<const std::string_view> generic_calls() {
  return kGenericCalls;
}
std::span<const EventArgument> event_arguments() {
  return kArguments;
}

int falco_event_index(std::string_view name) {
  const auto* at =
      std::lower_bound(std::begin(kEvents), std::end(kEvents), name,
                       [](const EventName& event, std::string_view n) { return event.name < n; });
  return at != std::end(kEvents) && at->name == name ? static_cast<int>(at - std::begin(kEvents)) : -1;
}

bool is_generic_call(std::string_view name) {
  return std::binary_search(std::begin(kGenericCalls), std::end(kGenericCalls), name);
}

bool is_event_name(std::string_view name) {
  return falco_event_index(name) >= 0 || is_generic_call(name);
}

bool is_second_name(std::string_view generic_call) {
  static constexpr std::array<std::string_view, 17> kSecond = {
      "_llseek",     "fcntl64",     "getegid32",   "geteuid32", "getgid32",  "getresgid32",
      "getresuid32", "getuid32",    "pread64",     "prlimit64", "pwrite64",  "sendfile64",
      "setgid32",    "setresgid32", "setresuid32", "setuid32",  "ugetrlimit"};
  return generic_call == "unknown" || std::binary_search(kSecond.begin(), kSecond.end(), generic_call);
}

const EventArgument* event_argument(std::string_view name) {
  const auto* at = std::lower_bound(std::begin(kArguments), std::end(kArguments), name,
                                    [](const EventArgument& a, std::string_view n) { return a.name < n; });
  return at != std::end(kArguments) && at->name == name ? at : nullptr;
}

}  // namespace sysreel::rules
