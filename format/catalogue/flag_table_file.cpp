// Flags and enums of calls on files and descriptors. Names and portable numbers are Falco's, in
// the order in which it prints them; the third number is the kernel's.
#include "format/catalogue/capture_from.h"
#include "format/catalogue/flag_table.h"

namespace sysreel {
namespace {

constexpr FlagRow kOpenFlagsRows[] = {
    {"O_LARGEFILE", 0x800, 0x8000, 0x20000},
    {"O_DIRECTORY", 0x400, 0x10000, 0x4000},
    {"O_DIRECT", 0x200, 0x4000, 0x10000},
    {"O_TRUNC", 0x100, 0x200},
    {"O_SYNC", 128, 0x101000},
    {"O_NONBLOCK", 64, 0x800},
    {"O_EXCL", 32, 128},
    {"O_DSYNC", 16, 0x1000},
    {"O_APPEND", 8, 0x400},
    {"O_CREAT", 4, 64},
    {"O_RDWR", 3, 2},
    {"O_WRONLY", 2, 1},
    {"O_RDONLY", 1, 0},
    {"O_CLOEXEC", 0x1000, 0x80000},
    {"O_NONE", 0},
    {"O_TMPFILE", 0x2000, 0x410000, 0x404000},
    {"O_F_CREATED", 0x4000},
    {"FD_UPPER_LAYER", 0x8000},
    {"FD_LOWER_LAYER", 0x10000},
};

constexpr FlagRow kCreatFlagsRows[] = {
    {"FD_UPPER_LAYER_CREAT", 1, 2},
    {"FD_LOWER_LAYER_CREAT", 2, 4},
};

// Ours: file(fd).state of capture_from.h.
constexpr FlagRow kFileStateRows[] = {
    {"CREATED", kFileCreated},     {"UPPER_LAYER", kFileUpperLayer}, {"LOWER_LAYER", kFileLowerLayer},
    {"CLOEXEC", kFileCloseOnExec}, {"UNLINKED", kFileUnlinked},      {"MEMFD", kFileMemfd},
};

constexpr FlagRow kFlockOperationRows[] = {
    {"LOCK_SH", 1, 1}, {"LOCK_EX", 2, 2}, {"LOCK_NB", 4, 4}, {"LOCK_UN", 8, 8}, {"LOCK_NONE", 0},
};

constexpr FlagRow kLseekWhenceRows[] = {
    {"SEEK_END", 2, 2},
    {"SEEK_CUR", 1, 1},
    {"SEEK_SET", 0, 0},
};

constexpr FlagRow kFcntlCommandRows[] = {
    {"F_GETPIPE_SZ", 29, 1032}, {"F_SETPIPE_SZ", 28, 1031},
    {"F_NOTIFY", 27, 1026},     {"F_DUPFD_CLOEXEC", 26, 1030},
    {"F_CANCELLK", 25, 1029},   {"F_GETLEASE", 24, 1025},
    {"F_SETLEASE", 23, 1024},   {"F_GETOWN_EX", 22, 16},
    {"F_SETOWN_EX", 21, 15},    {"F_SETLKW64", 19, 14},
    {"F_SETLK64", 18, 13},      {"F_GETLK64", 17, 12},
    {"F_GETSIG", 15, 11},       {"F_SETSIG", 13, 10},
    {"F_GETOWN", 12, 9},        {"F_SETOWN", 10, 8},
    {"F_SETLKW", 9, 7},         {"F_SETLK", 8, 6},
    {"F_GETLK", 6, 5},          {"F_SETFL", 5, 4},
    {"F_GETFL", 4, 3},          {"F_SETFD", 3, 2},
    {"F_GETFD", 2, 1},          {"F_DUPFD", 1, 0},
    {"F_OFD_GETLK", 30, 36},    {"F_OFD_SETLK", 31, 37},
    {"F_OFD_SETLKW", 32, 38},   {"UNKNOWN", 0},
};

constexpr FlagRow kMountFlagsRows[] = {
    {"RDONLY", 1, 1},
    {"NOSUID", 2, 2},
    {"NODEV", 4, 4},
    {"NOEXEC", 8, 8},
    {"SYNCHRONOUS", 16, 16},
    {"REMOUNT", 32, 32},
    {"MANDLOCK", 64, 64},
    {"DIRSYNC", 128, 128},
    {"NOATIME", 0x400, 0x400},
    {"NODIRATIME", 0x800, 0x800},
    {"BIND", 0x1000, 0x1000},
    {"MOVE", 0x2000, 0x2000},
    {"REC", 0x4000, 0x4000},
    {"SILENT", 0x8000, 0x8000},
    {"POSIXACL", 0x10000, 0x10000},
    {"UNBINDABLE", 0x20000, 0x20000},
    {"PRIVATE", 0x40000, 0x40000},
    {"SLAVE", 0x80000, 0x80000},
    {"SHARED", 0x100000, 0x100000},
    {"RELATIME", 0x200000, 0x200000},
    {"KERNMOUNT", 0x400000, 0x400000},
    {"I_VERSION", 0x800000, 0x800000},
    {"STRICTATIME", 0x1000000, 0x1000000},
    {"LAZYTIME", 0x2000000, 0x2000000},
    {"NOSEC", 0x10000000, 0x10000000},
    {"BORN", 0x20000000, 0x20000000},
    {"ACTIVE", 0x40000000, 0x40000000},
    {"NOUSER", 0x80000000, 0x80000000},
};

constexpr FlagRow kUmountFlagsRows[] = {
    {"FORCE", 1, 1},
    {"DETACH", 2, 2},
    {"EXPIRE", 4, 4},
    {"NOFOLLOW", 8, 8},
};

constexpr FlagRow kAccessModeRows[] = {
    {"F_OK", 0, 0},
    {"R_OK", 4, 4},
    {"W_OK", 2, 2},
    {"X_OK", 1, 1},
};

constexpr FlagRow kUnlinkatFlagsRows[] = {
    {"AT_REMOVEDIR", 0x200, 0x200},
};

constexpr FlagRow kLinkatFlagsRows[] = {
    {"AT_SYMLINK_FOLLOW", 0x400, 0x400},
    {"AT_EMPTY_PATH", 0x1000, 0x1000},
};

constexpr FlagRow kFstatatFlagsRows[] = {
    {"AT_EMPTY_PATH", 0x1000, 0x1000},
    {"AT_NO_AUTOMOUNT", 0x800, 0x800},
    {"AT_SYMLINK_NOFOLLOW", 0x100, 0x100},
};

constexpr FlagRow kChmodModeRows[] = {
    {"S_IXOTH", 1, 1},         {"S_IWOTH", 2, 2},         {"S_IROTH", 4, 4},
    {"S_IXGRP", 8, 8},         {"S_IWGRP", 16, 16},       {"S_IRGRP", 32, 32},
    {"S_IXUSR", 64, 64},       {"S_IWUSR", 128, 128},     {"S_IRUSR", 0x100, 0x100},
    {"S_ISVTX", 0x200, 0x200}, {"S_ISGID", 0x400, 0x400}, {"S_ISUID", 0x800, 0x800},
};

constexpr FlagRow kFchownatFlagsRows[] = {
    {"AT_SYMLINK_NOFOLLOW", 0x400, 0x100},
    {"AT_EMPTY_PATH", 0x1000, 0x1000},
};

constexpr FlagRow kRenameat2FlagsRows[] = {
    {"RENAME_NOREPLACE", 1, 1},
    {"RENAME_EXCHANGE", 2, 2},
    {"RENAME_WHITEOUT", 4, 4},
};

constexpr FlagRow kOpenat2ResolveRows[] = {
    {"RESOLVE_BENEATH", 1, 8},     {"RESOLVE_IN_ROOT", 2, 16}, {"RESOLVE_NO_MAGICLINKS", 4, 2},
    {"RESOLVE_NO_SYMLINKS", 8, 4}, {"RESOLVE_NO_XDEV", 16, 1}, {"RESOLVE_CACHED", 32, 32},
};

constexpr FlagRow kFsconfigCommandRows[] = {
    {"FSCONFIG_SET_FLAG", 0, 0},   {"FSCONFIG_SET_STRING", 1, 1},      {"FSCONFIG_SET_BINARY", 2, 2},
    {"FSCONFIG_SET_PATH", 3, 3},   {"FSCONFIG_SET_PATH_EMPTY", 4, 4},  {"FSCONFIG_SET_FD", 5, 5},
    {"FSCONFIG_CMD_CREATE", 6, 6}, {"FSCONFIG_CMD_RECONFIGURE", 7, 7},
};

constexpr FlagRow kEpollCreate1FlagsRows[] = {
    {"EPOLL_CLOEXEC", 1, 0x80000},
};

constexpr FlagRow kMemfdFlagsRows[] = {
    {"MFD_CLOEXEC", 1, 1},
    {"MFD_ALLOW_SEALING", 2, 2},
    {"MFD_HUGETLB", 4, 4},
};

constexpr FlagRow kMknodModeRows[] = {
    {"S_IXOTH", 1, 1},
    {"S_IWOTH", 2, 2},
    {"S_IROTH", 4, 4},
    {"S_IXGRP", 8, 8},
    {"S_IWGRP", 16, 16},
    {"S_IRGRP", 32, 32},
    {"S_IXUSR", 64, 64},
    {"S_IWUSR", 128, 128},
    {"S_IRUSR", 0x100, 0x100},
    {"S_ISVTX", 0x200, 0x200},
    {"S_ISGID", 0x400, 0x400},
    {"S_ISUID", 0x800, 0x800},
    {"S_IFREG", 0x8000, 0x8000},
    {"S_IFCHR", 0x2000, 0x2000},
    {"S_IFBLK", 0x6000, 0x6000},
    {"S_IFIFO", 0x1000, 0x1000},
    {"S_IFSOCK", 0xc000, 0xc000},
};

constexpr FlagRow kCloseRangeFlagsRows[] = {
    {"CLOSE_RANGE_UNSHARE", 2, 2},
    {"CLOSE_RANGE_CLOEXEC", 4, 4},
};

constexpr FlagRow kSpliceFlagsRows[] = {
    {"SPLICE_F_MOVE", 1, 1},
    {"SPLICE_F_NONBLOCK", 2, 2},
    {"SPLICE_F_MORE", 4, 4},
    {"SPLICE_F_GIFT", 8, 8},
};

constexpr FlagRow kQuotaInfoFlagsRows[] = {
    {"DQF_NONE", 1},
    {"V1_DQF_RSQUASH", 2, 1},
};

constexpr FlagRow kQuotaCommandRows[] = {
    {"Q_QUOTAON", 1, 0x800002},    {"Q_QUOTAOFF", 2, 0x800003},    {"Q_GETFMT", 4, 0x800004},
    {"Q_GETINFO", 8, 0x800005},    {"Q_SETINFO", 16, 0x800006},    {"Q_GETQUOTA", 32, 0x800007},
    {"Q_SETQUOTA", 64, 0x800008},  {"Q_SYNC", 128, 0x800001},      {"Q_XQUOTAON", 256, 0x5801},
    {"Q_XQUOTAOFF", 512, 0x5802},  {"Q_XGETQUOTA", 1024, 0x5803},  {"Q_XSETQLIM", 2048, 0x5804},
    {"Q_XGETQSTAT", 4096, 0x5805}, {"Q_XQUOTARM", 0x2000, 0x5806}, {"Q_XQUOTASYNC", 0x4000, 0x5807},
};

constexpr FlagRow kQuotaTypeRows[] = {
    {"USRQUOTA", 1, 0},
    {"GRPQUOTA", 2, 1},
};

constexpr FlagRow kQuotaFormatRows[] = {
    {"QFMT_NOT_USED", 1},
    {"QFMT_VFS_OLD", 2, 1},
    {"QFMT_VFS_V0", 4, 2},
    {"QFMT_VFS_V1", 8, 4},
};

}  // namespace

extern const FlagTable kOpenFlags = {FlagConversion::kOpen, kOpenFlagsRows};
// The subset that dup3, pipe2, socket and their like take beside other things.
extern const FlagTable kFdFlags = {FlagConversion::kFd, kOpenFlagsRows};
extern const FlagTable kCreatFlags = {FlagConversion::kBits, kCreatFlagsRows};
extern const FlagTable kFileState = {FlagConversion::kIdentity, kFileStateRows};
extern const FlagTable kFlockOperation = {FlagConversion::kBits, kFlockOperationRows};
extern const FlagTable kLseekWhence = {FlagConversion::kEnum, kLseekWhenceRows};
extern const FlagTable kFcntlCommand = {FlagConversion::kEnum, kFcntlCommandRows};
extern const FlagTable kMountFlags = {FlagConversion::kMount, kMountFlagsRows};
extern const FlagTable kUmountFlags = {FlagConversion::kBits, kUmountFlagsRows};
extern const FlagTable kAccessMode = {FlagConversion::kBits, kAccessModeRows};
extern const FlagTable kUnlinkatFlags = {FlagConversion::kBits, kUnlinkatFlagsRows};
extern const FlagTable kLinkatFlags = {FlagConversion::kBits, kLinkatFlagsRows};
extern const FlagTable kFstatatFlags = {FlagConversion::kBits, kFstatatFlagsRows};
extern const FlagTable kChmodMode = {FlagConversion::kBits, kChmodModeRows};
extern const FlagTable kFchownatFlags = {FlagConversion::kBits, kFchownatFlagsRows};
extern const FlagTable kRenameat2Flags = {FlagConversion::kBits, kRenameat2FlagsRows};
extern const FlagTable kOpenat2Resolve = {FlagConversion::kBits, kOpenat2ResolveRows};
extern const FlagTable kFsconfigCommand = {FlagConversion::kIdentity, kFsconfigCommandRows};
extern const FlagTable kEpollCreate1Flags = {FlagConversion::kBits, kEpollCreate1FlagsRows};
extern const FlagTable kMemfdFlags = {FlagConversion::kBits, kMemfdFlagsRows};
extern const FlagTable kMknodMode = {FlagConversion::kMknod, kMknodModeRows};
extern const FlagTable kCloseRangeFlags = {FlagConversion::kBits, kCloseRangeFlagsRows};
extern const FlagTable kSpliceFlags = {FlagConversion::kBits, kSpliceFlagsRows};
extern const FlagTable kQuotaInfoFlags = {FlagConversion::kBits, kQuotaInfoFlagsRows};
extern const FlagTable kQuotaCommand = {FlagConversion::kEnum, kQuotaCommandRows};
extern const FlagTable kQuotaType = {FlagConversion::kEnum, kQuotaTypeRows, 0, 0xff};
extern const FlagTable kQuotaFormat = {FlagConversion::kEnum, kQuotaFormatRows, 1};

}  // namespace sysreel
