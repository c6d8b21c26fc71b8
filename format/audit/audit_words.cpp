#include "format/audit/audit_words.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "format/audit/audit_value.h"

namespace sysreel {
namespace {

struct Word {
  std::string_view word;
  uint64_t number;
};

constexpr uint64_t kCurrentDirectory = static_cast<uint64_t>(-100);

constexpr Word kWords[] = {
    {"AT_FDCWD", kCurrentDirectory},
    // open
    {"O_RDONLY", 0},
    {"O_WRONLY", 01},
    {"O_RDWR", 02},
    {"O_CREAT", 0100},
    {"O_EXCL", 0200},
    {"O_NOCTTY", 0400},
    {"O_TRUNC", 01000},
    {"O_APPEND", 02000},
    {"O_NONBLOCK", 04000},
    {"O_DSYNC", 010000},
    {"O_ASYNC", 020000},
    {"O_DIRECT", 040000},
    {"O_LARGEFILE", 0100000},
    {"O_DIRECTORY", 0200000},
    {"O_NOFOLLOW", 0400000},
    {"O_NOATIME", 01000000},
    {"O_CLOEXEC", 02000000},
    {"__O_SYNC", 04000000},
    {"O_PATH", 010000000},
    {"__O_TMPFILE", 020000000},
    // mmap, mprotect
    {"PROT_NONE", 0},
    {"PROT_READ", 1},
    {"PROT_WRITE", 2},
    {"PROT_EXEC", 4},
    {"PROT_SEM", 8},
    {"PROT_GROWSDOWN", 0x1000000},
    {"PROT_GROWSUP", 0x2000000},
    {"MAP_SHARED", 0x1},
    {"MAP_PRIVATE", 0x2},
    {"MAP_FIXED", 0x10},
    {"MAP_ANONYMOUS", 0x20},
    {"MAP_32BIT", 0x40},
    {"MAP_GROWSDOWN", 0x100},
    {"MAP_DENYWRITE", 0x800},
    {"MAP_EXECUTABLE", 0x1000},
    {"MAP_LOCKED", 0x2000},
    {"MAP_NORESERVE", 0x4000},
    {"MAP_POPULATE", 0x8000},
    {"MAP_NONBLOCK", 0x10000},
    {"MAP_STACK", 0x20000},
    {"MAP_HUGETLB", 0x40000},
    {"MAP_SYNC", 0x80000},
    {"MAP_FIXED_NOREPLACE", 0x100000},
    // clone, unshare, setns
    {"CLONE_VM", 0x100},
    {"CLONE_FS", 0x200},
    {"CLONE_FILES", 0x400},
    {"CLONE_SIGHAND", 0x800},
    {"CLONE_PTRACE", 0x2000},
    {"CLONE_VFORK", 0x4000},
    {"CLONE_PARENT", 0x8000},
    {"CLONE_THREAD", 0x10000},
    {"CLONE_NEWNS", 0x20000},
    {"CLONE_SYSVSEM", 0x40000},
    {"CLONE_SETTLS", 0x80000},
    {"CLONE_PARENT_SETTID", 0x100000},
    {"CLONE_CHILD_CLEARTID", 0x200000},
    {"CLONE_DETACHED", 0x400000},
    {"CLONE_UNTRACED", 0x800000},
    {"CLONE_CHILD_SETTID", 0x1000000},
    {"CLONE_STOPPED", 0x2000000},
    {"CLONE_NEWCGROUP", 0x2000000},
    {"CLONE_NEWUTS", 0x4000000},
    {"CLONE_NEWIPC", 0x8000000},
    {"CLONE_NEWUSER", 0x10000000},
    {"CLONE_NEWPID", 0x20000000},
    {"CLONE_NEWNET", 0x40000000},
    {"CLONE_IO", 0x80000000},
    // ptrace
    {"PTRACE_TRACEME", 0},
    {"PTRACE_PEEKTEXT", 1},
    {"PTRACE_PEEKDATA", 2},
    {"PTRACE_PEEKUSER", 3},
    {"PTRACE_POKETEXT", 4},
    {"PTRACE_POKEDATA", 5},
    {"PTRACE_POKEUSER", 6},
    {"PTRACE_CONT", 7},
    {"PTRACE_KILL", 8},
    {"PTRACE_SINGLESTEP", 9},
    {"PTRACE_GETREGS", 12},
    {"PTRACE_SETREGS", 13},
    {"PTRACE_GETFPREGS", 14},
    {"PTRACE_SETFPREGS", 15},
    {"PTRACE_ATTACH", 16},
    {"PTRACE_DETACH", 17},
    {"PTRACE_SYSCALL", 24},
    {"PTRACE_SETOPTIONS", 0x4200},
    {"PTRACE_GETEVENTMSG", 0x4201},
    {"PTRACE_GETSIGINFO", 0x4202},
    {"PTRACE_SETSIGINFO", 0x4203},
    {"PTRACE_GETREGSET", 0x4204},
    {"PTRACE_SETREGSET", 0x4205},
    {"PTRACE_SEIZE", 0x4206},
    {"PTRACE_INTERRUPT", 0x4207},
    {"PTRACE_LISTEN", 0x4208},
    {"PTRACE_PEEKSIGINFO", 0x4209},
    // socket
    {"local", 1},
    {"inet", 2},
    {"inet6", 10},
    {"netlink", 16},
    {"packet", 17},
    {"bluetooth", 31},
    {"alg", 38},
    {"vsock", 40},
    {"xdp", 44},
    {"SOCK_STREAM", 1},
    {"SOCK_DGRAM", 2},
    {"SOCK_RAW", 3},
    {"SOCK_RDM", 4},
    {"SOCK_SEQPACKET", 5},
    {"SOCK_DCCP", 6},
    {"SOCK_PACKET", 10},
    {"ip", 0},
    {"icmp", 1},
    {"tcp", 6},
    {"udp", 17},
    {"ipv6-icmp", 58},
    {"sctp", 132},
    {"raw", 255},
    // access, exit, lseek, umount, mount
    {"F_OK", 0},
    {"X_OK", 1},
    {"W_OK", 2},
    {"R_OK", 4},
    {"EXIT_SUCCESS", 0},
    {"EXIT_FAILURE", 1},
    {"SEEK_SET", 0},
    {"SEEK_CUR", 1},
    {"SEEK_END", 2},
    {"MNT_FORCE", 1},
    {"MNT_DETACH", 2},
    {"MNT_EXPIRE", 4},
    {"UMOUNT_NOFOLLOW", 8},
    {"MS_RDONLY", 1},
    {"MS_NOSUID", 2},
    {"MS_NODEV", 4},
    {"MS_NOEXEC", 8},
    {"MS_SYNCHRONOUS", 16},
    {"MS_REMOUNT", 32},
    {"MS_MANDLOCK", 64},
    {"MS_DIRSYNC", 128},
    {"MS_NOATIME", 1024},
    {"MS_NODIRATIME", 2048},
    {"MS_BIND", 4096},
    {"MS_MOVE", 8192},
    {"MS_REC", 16384},
    {"MS_SILENT", 32768},
    {"MS_UNBINDABLE", 1 << 17},
    {"MS_PRIVATE", 1 << 18},
    {"MS_SLAVE", 1 << 19},
    {"MS_SHARED", 1 << 20},
    {"MS_RELATIME", 1 << 21},
    {"MS_STRICTATIME", 1 << 24},
    // fcntl
    {"F_DUPFD", 0},
    {"F_GETFD", 1},
    {"F_SETFD", 2},
    {"F_GETFL", 3},
    {"F_SETFL", 4},
    {"F_GETLK", 5},
    {"F_SETLK", 6},
    {"F_SETLKW", 7},
    {"F_SETOWN", 8},
    {"F_GETOWN", 9},
    {"F_DUPFD_CLOEXEC", 1030},
    {"F_SETPIPE_SZ", 1031},
    {"F_GETPIPE_SZ", 1032},
    {"F_ADD_SEALS", 1033},
    {"F_GET_SEALS", 1034},
    {"FD_CLOEXEC", 1},
    // bpf
    {"BPF_MAP_CREATE", 0},
    {"BPF_MAP_LOOKUP_ELEM", 1},
    {"BPF_MAP_UPDATE_ELEM", 2},
    {"BPF_MAP_DELETE_ELEM", 3},
    {"BPF_MAP_GET_NEXT_KEY", 4},
    {"BPF_PROG_LOAD", 5},
    {"BPF_OBJ_PIN", 6},
    {"BPF_OBJ_GET", 7},
    {"BPF_PROG_ATTACH", 8},
    {"BPF_PROG_DETACH", 9},
    {"BPF_RAW_TRACEPOINT_OPEN", 17},
    {"BPF_BTF_LOAD", 18},
    {"BPF_LINK_CREATE", 28},
    // setuid and its like; an account that every host has
    {"root", 0},
    {"unset", UINT32_MAX},
};

constexpr std::string_view kSignals[] = {
    "HUP",  "INT",  "QUIT", "ILL",    "TRAP",   "ABRT",  "BUS",  "FPE",  "KILL", "USR1", "SEGV",
    "USR2", "PIPE", "ALRM", "TERM",   "STKFLT", "CHLD",  "CONT", "STOP", "TSTP", "TTIN", "TTOU",
    "URG",  "XCPU", "XFSZ", "VTALRM", "PROF",   "WINCH", "IO",   "PWR",  "SYS",
};

constexpr Word kFileTypes[] = {
    {"fifo", 0010000}, {"character", 0020000}, {"dir", 0040000},    {"block", 0060000},
    {"file", 0100000}, {"link", 0120000},      {"socket", 0140000},
};
constexpr Word kSpecialBits[] = {{"suid", 04000}, {"sgid", 02000}, {"sticky", 01000}};

template <size_t N>
std::optional<uint64_t> find(const Word (&words)[N], std::string_view word) {
  const auto* const found =
      std::find_if(std::begin(words), std::end(words), [&](const Word& row) { return row.word == word; });
  return found == std::end(words) ? std::nullopt : std::optional(found->number);
}

std::optional<uint64_t> octal(std::string_view text) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 8);
  const bool whole = error == std::errc() && end == text.data() + text.size() && !text.empty();
  return whole ? std::optional(number) : std::nullopt;
}

std::optional<uint64_t> signal(std::string_view word) {
  if (!word.starts_with("SIG")) return std::nullopt;
  const auto* const found = std::find(std::begin(kSignals), std::end(kSignals), word.substr(3));
  if (found == std::end(kSignals)) return std::nullopt;
  return static_cast<uint64_t>(found - std::begin(kSignals)) + 1;
}

// unknown-signal(0x22), unknown-family(0x63)
std::string_view inside_unknown(std::string_view word) {
  const size_t open = word.find("(0x");
  const bool unknown = word.starts_with("unknown") && open != std::string_view::npos && word.ends_with(')');
  return unknown ? word.substr(open + 1, word.size() - open - 2) : word;
}

std::optional<uint64_t> number_of(std::string_view word) {
  word = inside_unknown(word);
  if (word.starts_with("0x")) return audit_hex(word);
  if (word.starts_with('0')) return octal(word);  // permissions
  if (const auto bit = find(kSpecialBits, word)) return bit;
  if (const auto number = signal(word)) return number;
  if (const auto number = find(kWords, word)) return number;
  const auto number = audit_number(word);
  return number ? std::optional(static_cast<uint64_t>(*number)) : std::nullopt;
}

// Words between separators, put together by `one`.
template <typename One>
std::optional<uint64_t> joined(std::string_view text, const One& one) {
  uint64_t all = 0;
  for (;;) {
    const size_t end = text.find_first_of("|,");
    const auto number = one(text.substr(0, end));
    if (!number) return std::nullopt;
    all |= *number;
    if (end == std::string_view::npos) return all;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::optional<uint64_t> audit_argument_of_words(std::string_view text) {
  return joined(text, number_of);
}

std::optional<uint32_t> audit_mode_of_words(std::string_view text) {
  const auto mode = joined(text, [](std::string_view word) {
    const auto type = find(kFileTypes, word);
    const auto bit = type ? type : find(kSpecialBits, word);
    return bit ? bit : octal(word);
  });
  return mode ? std::optional(static_cast<uint32_t>(*mode)) : std::nullopt;
}

}  // namespace sysreel
