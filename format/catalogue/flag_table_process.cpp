// Flags and enums of calls on processes, memory, modules, keys. Names and portable numbers are Falco's, in
// the order in which it prints them; the third number is the kernel's.
#include "format/catalogue/flag_table.h"

namespace sysreel {
namespace {

constexpr FlagRow kCloneFlagsRows[] = {
    {"CLONE_FILES", 1, 0x400},
    {"CLONE_FS", 2, 0x200},
    {"CLONE_IO", 4, 0x80000000},
    {"CLONE_NEWIPC", 8, 0x8000000},
    {"CLONE_NEWNET", 16, 0x40000000},
    {"CLONE_NEWNS", 32, 0x20000},
    {"CLONE_NEWPID", 64, 0x20000000},
    {"CLONE_NEWUTS", 128, 0x4000000},
    {"CLONE_PARENT", 0x100, 0x8000},
    {"CLONE_PARENT_SETTID", 0x200, 0x100000},
    {"CLONE_PTRACE", 0x400, 0x2000},
    {"CLONE_SIGHAND", 0x800, 0x800},
    {"CLONE_SYSVSEM", 0x1000, 0x40000},
    {"CLONE_THREAD", 0x2000, 0x10000},
    {"CLONE_UNTRACED", 0x4000, 0x800000},
    {"CLONE_VM", 0x8000, 0x100},
    {"CLONE_INVERTED", 0x10000},
    {"NAME_CHANGED", 0x20000},
    {"CLOSED", 0x40000},
    {"CLONE_NEWUSER", 0x100000, 0x10000000},
    {"CLONE_CHILD_CLEARTID", 0x800000, 0x200000},
    {"CLONE_CHILD_SETTID", 0x1000000, 0x1000000},
    {"CLONE_SETTLS", 0x2000000, 0x80000},
    {"CLONE_STOPPED", 0x4000000},
    {"CLONE_VFORK", 0x8000000, 0x4000},
    {"CLONE_NEWCGROUP", 0x10000000, 0x2000000},
    {"CLONE_CHILD_IN_PIDNS", 0x20000000},
};

constexpr FlagRow kFutexOpRows[] = {
    {"FUTEX_CLOCK_REALTIME", 0x100, 0x100},
    {"FUTEX_PRIVATE_FLAG", 128, 128},
    {"FUTEX_CMP_REQUEUE_PI", 12, 12},
    {"FUTEX_WAIT_REQUEUE_PI", 11, 11},
    {"FUTEX_WAKE_BITSET", 10, 10},
    {"FUTEX_WAIT_BITSET", 9, 9},
    {"FUTEX_TRYLOCK_PI", 8, 8},
    {"FUTEX_UNLOCK_PI", 7, 7},
    {"FUTEX_LOCK_PI", 6, 6},
    {"FUTEX_WAKE_OP", 5, 5},
    {"FUTEX_CMP_REQUEUE", 4, 4},
    {"FUTEX_REQUEUE", 3, 3},
    {"FUTEX_FD", 2, 2},
    {"FUTEX_WAKE", 1, 1},
    {"FUTEX_WAIT", 0, 0},
};

constexpr FlagRow kRlimitResourceRows[] = {
    {"RLIMIT_UNKNOWN", 255},  {"RLIMIT_RTTIME", 15, 15},   {"RLIMIT_RTPRIO", 14, 14},
    {"RLIMIT_NICE", 13, 13},  {"RLIMIT_MSGQUEUE", 12, 12}, {"RLIMIT_SIGPENDING", 11, 11},
    {"RLIMIT_LOCKS", 10, 10}, {"RLIMIT_AS", 9, 9},         {"RLIMIT_MEMLOCK", 8, 8},
    {"RLIMIT_NOFILE", 7, 7},  {"RLIMIT_NPROC", 6, 6},      {"RLIMIT_RSS", 5, 5},
    {"RLIMIT_CORE", 4, 4},    {"RLIMIT_STACK", 3, 3},      {"RLIMIT_DATA", 2, 2},
    {"RLIMIT_FSIZE", 1, 1},   {"RLIMIT_CPU", 0, 0},
};

constexpr FlagRow kPtraceRequestRows[] = {
    {"PTRACE_SINGLEBLOCK", 38, 33},
    {"PTRACE_SYSEMU_SINGLESTEP", 37, 32},
    {"PTRACE_SYSEMU", 36, 31},
    {"PTRACE_ARCH_PRCTL", 35, 30},
    {"PTRACE_SET_THREAD_AREA", 34, 26},
    {"PTRACE_GET_THREAD_AREA", 33, 25},
    {"PTRACE_OLDSETOPTIONS", 32, 21},
    {"PTRACE_SETFPXREGS", 31, 19},
    {"PTRACE_GETFPXREGS", 30, 18},
    {"PTRACE_SETFPREGS", 29, 15},
    {"PTRACE_GETFPREGS", 28, 14},
    {"PTRACE_SETREGS", 27, 13},
    {"PTRACE_GETREGS", 26, 12},
    {"PTRACE_SETSIGMASK", 25, 0x420b},
    {"PTRACE_GETSIGMASK", 24, 0x420a},
    {"PTRACE_PEEKSIGINFO", 23, 0x4209},
    {"PTRACE_LISTEN", 22, 0x4208},
    {"PTRACE_INTERRUPT", 21, 0x4207},
    {"PTRACE_SEIZE", 20, 0x4206},
    {"PTRACE_SETREGSET", 19, 0x4205},
    {"PTRACE_GETREGSET", 18, 0x4204},
    {"PTRACE_SETSIGINFO", 17, 0x4203},
    {"PTRACE_GETSIGINFO", 16, 0x4202},
    {"PTRACE_GETEVENTMSG", 15, 0x4201},
    {"PTRACE_SETOPTIONS", 14, 0x4200},
    {"PTRACE_SYSCALL", 13, 24},
    {"PTRACE_DETACH", 12, 17},
    {"PTRACE_ATTACH", 11, 16},
    {"PTRACE_SINGLESTEP", 10, 9},
    {"PTRACE_KILL", 9, 8},
    {"PTRACE_CONT", 8, 7},
    {"PTRACE_POKEUSR", 7, 6},
    {"PTRACE_POKEDATA", 6, 5},
    {"PTRACE_POKETEXT", 5, 4},
    {"PTRACE_PEEKUSR", 4, 3},
    {"PTRACE_PEEKDATA", 3, 2},
    {"PTRACE_PEEKTEXT", 2, 1},
    {"PTRACE_TRACEME", 1, 0},
    {"PTRACE_UNKNOWN", 0},
};

constexpr FlagRow kMmapProtRows[] = {
    {"PROT_READ", 1, 1},
    {"PROT_WRITE", 2, 2},
    {"PROT_EXEC", 4, 4},
    {"PROT_SEM", 8, 8},
    {"PROT_GROWSDOWN", 16, 0x1000000},
    {"PROT_GROWSUP", 32, 0x2000000},
    {"PROT_SAO", 64},
    {"PROT_NONE", 0},
};

constexpr FlagRow kMmapFlagsRows[] = {
    {"MAP_SHARED", 1, 1},
    {"MAP_PRIVATE", 2, 2},
    {"MAP_FIXED", 4, 16},
    {"MAP_ANONYMOUS", 8, 32},
    {"MAP_32BIT", 16, 64},
    {"MAP_RENAME", 32},
    {"MAP_NORESERVE", 64, 0x4000},
    {"MAP_POPULATE", 128, 0x8000},
    {"MAP_NONBLOCK", 0x100, 0x10000},
    {"MAP_GROWSDOWN", 0x200, 0x100},
    {"MAP_DENYWRITE", 0x400, 0x800},
    {"MAP_EXECUTABLE", 0x800, 0x1000},
    {"MAP_INHERIT", 0x1000},
    {"MAP_FILE", 0x2000},
    {"MAP_LOCKED", 0x4000, 0x2000},
};

constexpr FlagRow kSemopFlagsRows[] = {
    {"IPC_NOWAIT", 1, 0x800},
    {"SEM_UNDO", 2, 0x1000},
};

constexpr FlagRow kSemgetFlagsRows[] = {
    {"IPC_EXCL", 0x4000, 0x400},
    {"IPC_CREAT", 0x2000, 0x200},
};

constexpr FlagRow kSemctlCommandRows[] = {
    {"IPC_STAT", 1, 2},   {"IPC_SET", 2, 1},    {"IPC_RMID", 4, 0},    {"IPC_INFO", 8, 3},
    {"SEM_INFO", 16, 19}, {"SEM_STAT", 32, 18}, {"GETALL", 64, 13},    {"GETNCNT", 128, 14},
    {"GETPID", 256, 11},  {"GETVAL", 512, 12},  {"GETZCNT", 1024, 15}, {"SETALL", 2048, 17},
    {"SETVAL", 4096, 16},
};

constexpr FlagRow kPageFaultErrorRows[] = {
    {"PROTECTION_VIOLATION", 1}, {"PAGE_NOT_PRESENT", 2},  {"WRITE_ACCESS", 4},   {"READ_ACCESS", 8},
    {"USER_FAULT", 16},          {"SUPERVISOR_FAULT", 32}, {"RESERVED_PAGE", 64}, {"INSTRUCTION_FETCH", 128},
};

constexpr FlagRow kExecFlagsRows[] = {
    {"EXE_WRITABLE", 1, 1},
    {"EXE_UPPER_LAYER", 2, 2},
    {"EXE_FROM_MEMFD", 4, 4},
    {"EXE_LOWER_LAYER", 8, 8},
};

constexpr FlagRow kIoUringSetupFlagsRows[] = {
    {"IORING_SETUP_IOPOLL", 1, 1},      {"IORING_SETUP_SQPOLL", 2, 2},        {"IORING_SQ_NEED_WAKEUP", 4},
    {"IORING_SETUP_SQ_AFF", 8, 4},      {"IORING_SETUP_CQSIZE", 16, 8},       {"IORING_SETUP_CLAMP", 32, 16},
    {"IORING_SETUP_ATTACH_RW", 64, 32}, {"IORING_SETUP_R_DISABLED", 128, 64},
};

constexpr FlagRow kIoUringFeaturesRows[] = {
    {"IORING_FEAT_SINGLE_MMAP", 1, 1},           {"IORING_FEAT_NODROP", 2, 2},
    {"IORING_FEAT_SUBMIT_STABLE", 4, 4},         {"IORING_FEAT_RW_CUR_POS", 8, 8},
    {"IORING_FEAT_CUR_PERSONALITY", 16, 16},     {"IORING_FEAT_FAST_POLL", 32, 32},
    {"IORING_FEAT_POLL_32BITS", 64, 64},         {"IORING_FEAT_SQPOLL_NONFIXED", 128, 128},
    {"IORING_FEAT_ENTER_EXT_ARG", 0x100, 0x100}, {"IORING_FEAT_NATIVE_WORKERS", 0x200, 0x200},
    {"IORING_FEAT_RSRC_TAGS", 0x400, 0x400},
};

constexpr FlagRow kIoUringEnterFlagsRows[] = {
    {"IORING_ENTER_GETEVENTS", 1, 1},
    {"IORING_ENTER_SQ_WAKEUP", 2, 2},
    {"IORING_ENTER_SQ_WAIT", 4, 4},
    {"IORING_ENTER_EXT_ARG", 8, 8},
};

constexpr FlagRow kIoUringRegisterOpRows[] = {
    {"IORING_REGISTER_BUFFERS", 0, 0},
    {"IORING_UNREGISTER_BUFFERS", 1, 1},
    {"IORING_REGISTER_FILES", 2, 2},
    {"IORING_UNREGISTER_FILES", 3, 3},
    {"IORING_REGISTER_EVENTFD", 4, 4},
    {"IORING_UNREGISTER_EVENTFD", 5, 5},
    {"IORING_REGISTER_FILES_UPDATE", 6, 6},
    {"IORING_REGISTER_EVENTFD_ASYNC", 7, 7},
    {"IORING_REGISTER_PROBE", 8, 8},
    {"IORING_REGISTER_PERSONALITY", 9, 9},
    {"IORING_UNREGISTER_PERSONALITY", 10, 10},
    {"IORING_REGISTER_RESTRICTIONS", 11, 11},
    {"IORING_REGISTER_ENABLE_RINGS", 12, 12},
    {"IORING_REGISTER_FILES2", 13, 13},
    {"IORING_REGISTER_FILES_UPDATE2", 14, 14},
    {"IORING_REGISTER_BUFFERS2", 15, 15},
    {"IORING_REGISTER_BUFFERS_UPDATE", 16, 16},
    {"IORING_REGISTER_IOWQ_AFF", 17, 17},
    {"IORING_UNREGISTER_IOWQ_AFF", 18, 18},
    {"IORING_REGISTER_IOWQ_MAX_WORKERS", 19, 19},
    {"IORING_REGISTER_RING_FDS", 20, 20},
    {"IORING_UNREGISTER_RING_FDS", 21, 21},
};

constexpr FlagRow kIoUringOpRows[] = {
    {"IORING_OP_NOP", 0, 0},
    {"IORING_OP_READV", 1, 1},
    {"IORING_OP_WRITEV", 2, 2},
    {"IORING_OP_FSYNC", 3, 3},
    {"IORING_OP_READ_FIXED", 4, 4},
    {"IORING_OP_WRITE_FIXED", 5, 5},
    {"IORING_OP_POLL_ADD", 6, 6},
    {"IORING_OP_POLL_REMOVE", 7, 7},
    {"IORING_OP_SYNC_FILE_RANGE", 8, 8},
    {"IORING_OP_SENDMSG", 9, 9},
    {"IORING_OP_RECVMSG", 10, 10},
    {"IORING_OP_TIMEOUT", 11, 11},
    {"IORING_OP_TIMEOUT_REMOVE", 12, 12},
    {"IORING_OP_ACCEPT", 13, 13},
    {"IORING_OP_ASYNC_CANCEL", 14, 14},
    {"IORING_OP_LINK_TIMEOUT", 15, 15},
    {"IORING_OP_CONNECT", 16, 16},
    {"IORING_OP_FALLOCATE", 17, 17},
    {"IORING_OP_OPENAT", 18, 18},
    {"IORING_OP_CLOSE", 19, 19},
    {"IORING_OP_FILES_UPDATE", 20, 20},
    {"IORING_OP_STATX", 21, 21},
    {"IORING_OP_READ", 22, 22},
    {"IORING_OP_WRITE", 23, 23},
    {"IORING_OP_FADVISE", 24, 24},
    {"IORING_OP_MADVISE", 25, 25},
    {"IORING_OP_SEND", 26, 26},
    {"IORING_OP_RECV", 27, 27},
    {"IORING_OP_OPENAT2", 28, 28},
    {"IORING_OP_EPOLL_CTL", 29, 29},
    {"IORING_OP_SPLICE", 30, 30},
    {"IORING_OP_PROVIDE_BUFFERS", 31, 31},
    {"IORING_OP_REMOVE_BUFFERS", 32, 32},
    {"IORING_OP_TEE", 33, 33},
    {"IORING_OP_SHUTDOWN", 34, 34},
    {"IORING_OP_RENAMEAT", 35, 35},
    {"IORING_OP_UNLINKAT", 36, 36},
    {"IORING_OP_MKDIRAT", 37, 37},
    {"IORING_OP_SYMLINKAT", 38, 38},
    {"IORING_OP_LINKAT", 39, 39},
    {"IORING_OP_MSG_RING", 40, 40},
    {"IORING_OP_FSETXATTR", 41, 41},
    {"IORING_OP_SETXATTR", 42, 42},
    {"IORING_OP_FGETXATTR", 43, 43},
    {"IORING_OP_GETXATTR", 44, 44},
    {"IORING_OP_SOCKET", 45, 45},
    {"IORING_OP_URING_CMD", 46, 46},
    {"IORING_OP_SEND_ZC", 47, 47},
    {"IORING_OP_SENDMSG_ZC", 48, 48},
    {"IORING_OP_READ_MULTISHOT", 49, 49},
    {"IORING_OP_WAITID", 50, 50},
    {"IORING_OP_FUTEX_WAIT", 51, 51},
    {"IORING_OP_FUTEX_WAKE", 52, 52},
    {"IORING_OP_FUTEX_WAITV", 53, 53},
    {"IORING_OP_FIXED_FD_INSTALL", 54, 54},
    {"IORING_OP_FTRUNCATE", 55, 55},
    {"IORING_OP_BIND", 56, 56},
    {"IORING_OP_LISTEN", 57, 57},
    {"IORING_OP_RECV_ZC", 58, 58},
    {"IORING_OP_EPOLL_WAIT", 59, 59},
    {"IORING_OP_READV_FIXED", 60, 60},
    {"IORING_OP_WRITEV_FIXED", 61, 61},
    {"IORING_OP_PIPE", 62, 62},
    {"IORING_OP_NOP128", 63, 63},
    {"IORING_OP_URING_CMD128", 64, 64},
};

constexpr FlagRow kMlockallFlagsRows[] = {
    {"MCL_CURRENT", 1, 1},
    {"MCL_FUTURE", 2, 2},
    {"MCL_ONFAULT", 4, 4},
};

constexpr FlagRow kMlock2FlagsRows[] = {
    {"MLOCK_ONFAULT", 1, 1},
};

constexpr FlagRow kPrctlOptionRows[] = {
    {"PR_GET_DUMPABLE", 3, 3},
    {"PR_SET_DUMPABLE", 4, 4},
    {"PR_GET_KEEPCAPS", 7, 7},
    {"PR_SET_KEEPCAPS", 8, 8},
    {"PR_SET_NAME", 15, 15},
    {"PR_GET_NAME", 16, 16},
    {"PR_GET_SECCOMP", 21, 21},
    {"PR_SET_SECCOMP", 22, 22},
    {"PR_CAPBSET_READ", 23, 23},
    {"PR_CAPBSET_DROP", 24, 24},
    {"PR_GET_SECUREBITS", 27, 27},
    {"PR_SET_SECUREBITS", 28, 28},
    {"PR_MCE_KILL", 33, 33},
    {"PR_MCE_KILL", 33, 33},
    {"PR_SET_MM", 35, 35},
    {"PR_SET_CHILD_SUBREAPER", 36, 36},
    {"PR_GET_CHILD_SUBREAPER", 37, 37},
    {"PR_SET_NO_NEW_PRIVS", 38, 38},
    {"PR_GET_NO_NEW_PRIVS", 39, 39},
    {"PR_GET_TID_ADDRESS", 40, 40},
    {"PR_SET_THP_DISABLE", 41, 41},
    {"PR_GET_THP_DISABLE", 42, 42},
    {"PR_CAP_AMBIENT", 47, 47},
};

constexpr FlagRow kKeyctlOperationRows[] = {
    {"KEYCTL_GET_KEYRING_ID", 0, 0},
    {"KEYCTL_JOIN_SESSION_KEYRING", 1, 1},
    {"KEYCTL_UPDATE", 2, 2},
    {"KEYCTL_REVOKE", 3, 3},
    {"KEYCTL_CHOWN", 4, 4},
    {"KEYCTL_SETPERM", 5, 5},
    {"KEYCTL_DESCRIBE", 6, 6},
    {"KEYCTL_CLEAR", 7, 7},
    {"KEYCTL_LINK", 8, 8},
    {"KEYCTL_UNLINK", 9, 9},
    {"KEYCTL_SEARCH", 10, 10},
    {"KEYCTL_READ", 11, 11},
    {"KEYCTL_INSTANTIATE", 12, 12},
    {"KEYCTL_NEGATE", 13, 13},
    {"KEYCTL_SET_REQKEY_KEYRING", 14, 14},
    {"KEYCTL_SET_TIMEOUT", 15, 15},
    {"KEYCTL_ASSUME_AUTHORITY", 16, 16},
    {"KEYCTL_GET_SECURITY", 17, 17},
    {"KEYCTL_SESSION_TO_PARENT", 18, 18},
    {"KEYCTL_REJECT", 19, 19},
    {"KEYCTL_INSTANTIATE_IOV", 20, 20},
    {"KEYCTL_INVALIDATE", 21, 21},
    {"KEYCTL_GET_PERSISTENT", 22, 22},
    {"KEYCTL_DH_COMPUTE", 23, 23},
    {"KEYCTL_PKEY_QUERY", 24, 24},
    {"KEYCTL_PKEY_ENCRYPT", 25, 25},
    {"KEYCTL_PKEY_DECRYPT", 26, 26},
    {"KEYCTL_PKEY_SIGN", 27, 27},
    {"KEYCTL_PKEY_VERIFY", 28, 28},
    {"KEYCTL_RESTRICT_KEYRING", 29, 29},
    {"KEYCTL_MOVE", 30, 30},
    {"KEYCTL_CAPABILITIES", 31, 31},
    {"KEYCTL_WATCH_KEY", 32, 32},
};

constexpr FlagRow kPidfdOpenFlagsRows[] = {
    {"PIDFD_NONBLOCK", 1, 0x800},
};

constexpr FlagRow kBpfCommandRows[] = {
    {"BPF_MAP_CREATE", 0, 0},
    {"BPF_MAP_LOOKUP_ELEM", 1, 1},
    {"BPF_MAP_UPDATE_ELEM", 2, 2},
    {"BPF_MAP_DELETE_ELEM", 3, 3},
    {"BPF_MAP_GET_NEXT_KEY", 4, 4},
    {"BPF_PROG_LOAD", 5, 5},
    {"BPF_OBJ_PIN", 6, 6},
    {"BPF_OBJ_GET", 7, 7},
    {"BPF_PROG_ATTACH", 8, 8},
    {"BPF_PROG_DETACH", 9, 9},
    {"BPF_PROG_TEST_RUN", 10, 10},
    {"BPF_PROG_RUN", 10, 10},
    {"BPF_PROG_GET_NEXT_ID", 11, 11},
    {"BPF_MAP_GET_NEXT_ID", 12, 12},
    {"BPF_PROG_GET_FD_BY_ID", 13, 13},
    {"BPF_MAP_GET_FD_BY_ID", 14, 14},
    {"BPF_OBJ_GET_INFO_BY_FD", 15, 15},
    {"BPF_PROG_QUERY", 16, 16},
    {"BPF_RAW_TRACEPOINT_OPEN", 17, 17},
    {"BPF_BTF_LOAD", 18, 18},
    {"BPF_BTF_GET_FD_BY_ID", 19, 19},
    {"BPF_TASK_FD_QUERY", 20, 20},
    {"BPF_MAP_LOOKUP_AND_DELETE_ELEM", 21, 21},
    {"BPF_MAP_FREEZE", 22, 22},
    {"BPF_BTF_GET_NEXT_ID", 23, 23},
    {"BPF_MAP_LOOKUP_BATCH", 24, 24},
    {"BPF_MAP_LOOKUP_AND_DELETE_BATCH", 25, 25},
    {"BPF_MAP_UPDATE_BATCH", 26, 26},
    {"BPF_MAP_DELETE_BATCH", 27, 27},
    {"BPF_LINK_CREATE", 28, 28},
    {"BPF_LINK_UPDATE", 29, 29},
    {"BPF_LINK_GET_FD_BY_ID", 30, 30},
    {"BPF_LINK_GET_NEXT_ID", 31, 31},
    {"BPF_ENABLE_STATS", 32, 32},
    {"BPF_ITER_CREATE", 33, 33},
    {"BPF_LINK_DETACH", 34, 34},
    {"BPF_PROG_BIND_MAP", 35, 35},
};

constexpr FlagRow kDeleteModuleFlagsRows[] = {
    {"O_NONBLOCK", 2, 0x800},
    {"O_TRUNC", 1, 0x200},
};

constexpr FlagRow kFinitModuleFlagsRows[] = {
    {"MODULE_INIT_IGNORE_MODVERSIONS", 1, 1},
    {"MODULE_INIT_IGNORE_VERMAGIC", 2, 2},
    {"MODULE_INIT_COMPRESSED_FILE", 4, 4},
};

}  // namespace

extern const FlagTable kCloneFlags = {FlagConversion::kBits, kCloneFlagsRows};
extern const FlagTable kFutexOp = {FlagConversion::kFutex, kFutexOpRows};
extern const FlagTable kRlimitResource = {FlagConversion::kEnum, kRlimitResourceRows, 255};
extern const FlagTable kPtraceRequest = {FlagConversion::kEnum, kPtraceRequestRows};
extern const FlagTable kMmapProt = {FlagConversion::kBits, kMmapProtRows};
extern const FlagTable kMmapFlags = {FlagConversion::kBits, kMmapFlagsRows};
extern const FlagTable kSemopFlags = {FlagConversion::kBits, kSemopFlagsRows};
extern const FlagTable kSemgetFlags = {FlagConversion::kBits, kSemgetFlagsRows};
extern const FlagTable kSemctlCommand = {FlagConversion::kEnum, kSemctlCommandRows, 0, 0xfffffeff};
extern const FlagTable kPageFaultError = {FlagConversion::kPageFault, kPageFaultErrorRows};
extern const FlagTable kExecFlags = {FlagConversion::kIdentity, kExecFlagsRows};
extern const FlagTable kIoUringSetupFlags = {FlagConversion::kBits, kIoUringSetupFlagsRows};
extern const FlagTable kIoUringFeatures = {FlagConversion::kBits, kIoUringFeaturesRows};
extern const FlagTable kIoUringEnterFlags = {FlagConversion::kBits, kIoUringEnterFlagsRows};
extern const FlagTable kIoUringRegisterOp = {FlagConversion::kIdentity, kIoUringRegisterOpRows};
extern const FlagTable kIoUringOp = {FlagConversion::kIdentity, kIoUringOpRows};
extern const FlagTable kMlockallFlags = {FlagConversion::kBits, kMlockallFlagsRows};
extern const FlagTable kMlock2Flags = {FlagConversion::kBits, kMlock2FlagsRows};
extern const FlagTable kPrctlOption = {FlagConversion::kIdentity, kPrctlOptionRows};
extern const FlagTable kKeyctlOperation = {FlagConversion::kIdentity, kKeyctlOperationRows};
extern const FlagTable kPidfdOpenFlags = {FlagConversion::kBits, kPidfdOpenFlagsRows};
extern const FlagTable kBpfCommand = {FlagConversion::kIdentity, kBpfCommandRows};
extern const FlagTable kDeleteModuleFlags = {FlagConversion::kBits, kDeleteModuleFlagsRows};
extern const FlagTable kFinitModuleFlags = {FlagConversion::kBits, kFinitModuleFlagsRows};

}  // namespace sysreel
