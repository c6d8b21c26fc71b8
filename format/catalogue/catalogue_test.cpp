// The built-in rows as a whole: all parse, names and numbers are unique, what rules and state need is there,
// and no system call of this machine's headers is forgotten.
#include "format/catalogue/catalogue.h"

#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace sysreel {
namespace {

const EventKind& kind_named(std::string_view name) {
  const KindId id = Catalogue::builtin().find(name);
  REQUIRE(id != kNoKind);
  return Catalogue::builtin().kind(id);
}

std::string signature(std::string_view name) {
  std::string text;
  for (const Param& param : kind_named(name).params) {
    if (param.ours) continue;
    if (!text.empty()) text += " ";
    text += std::string(param.name) + ":" + std::string(name_of(param.type));
  }
  return text;
}

TEST_CASE("all rows parse, and names are unique and found") {
  const Catalogue& catalogue = Catalogue::builtin();
  REQUIRE(catalogue.size() > 440);
  std::set<std::string_view> names;
  for (const EventKind& kind : catalogue.kinds()) {
    CAPTURE(kind.name);
    CHECK(names.insert(kind.name).second);
    CHECK(catalogue.find(kind.name) == kind.id);
    for (size_t i = 0; i < kind.params.size(); ++i)
      CHECK(kind.param_index(kind.params[i].name) == static_cast<int>(i));
    CHECK(kind.has(kSnapshotRow) == kind.name.starts_with("snapshot."));
    CHECK(kind.has(kSnapshotRow) == (kind.category == Category::kSnapshot));
    CHECK_FALSE((kind.has(kSyscall) && kind.has(kEnterCoded)));
  }
  CHECK(catalogue.find("") == kNoKind);
  CHECK(catalogue.find("opena") == kNoKind);
  CHECK(catalogue.find("openat3") == kNoKind);
}

TEST_CASE("the kinds that the official rules name exist with their own parameters") {
  const char* names[] = {"accept",    "accept4",      "bpf",         "chmod",    "connect",    "creat",
                         "dup",       "dup2",         "dup3",        "execve",   "execveat",   "fchmod",
                         "fchmodat",  "finit_module", "init_module", "link",     "linkat",     "listen",
                         "mkdir",     "mkdirat",      "open",        "openat",   "openat2",    "ptrace",
                         "recvfrom",  "recvmsg",      "rename",      "renameat", "renameat2",  "rmdir",
                         "sendmsg",   "sendto",       "setns",       "setuid",   "socket",     "symlink",
                         "symlinkat", "unlink",       "unlinkat",    "unshare",  "userfaultfd"};
  CHECK(std::size(names) == 41);
  for (const char* name : names) {
    CAPTURE(name);
    const EventKind& kind = kind_named(name);
    CHECK(kind.falco_params() >= 2);
    CHECK_FALSE(kind.has(kGeneric));
    CHECK(kind.has(kSecurity));
    CHECK(kind.has(kSyscall));
  }
}

TEST_CASE("the kinds that state needs exist") {
  const char* names[] = {"clone",
                         "clone3",
                         "fork",
                         "vfork",
                         "procexit",
                         "close",
                         "close_range",
                         "fcntl",
                         "chdir",
                         "fchdir",
                         "chroot",
                         "setsid",
                         "setpgid",
                         "setgid",
                         "setresuid",
                         "setresgid",
                         "setreuid",
                         "setregid",
                         "capset",
                         "prctl",
                         "bind",
                         "shutdown",
                         "getsockopt",
                         "socketpair",
                         "pipe",
                         "pipe2",
                         "eventfd",
                         "eventfd2",
                         "memfd_create",
                         "pidfd_open",
                         "pidfd_getfd",
                         "prlimit",
                         "setrlimit",
                         "mount",
                         "umount2",
                         "io_uring_setup",
                         "inotify_init1",
                         "signalfd4",
                         "timerfd_create",
                         "epoll_create1",
                         "open_by_handle_at",
                         "container",
                         "useradded",
                         "userdeleted",
                         "groupadded",
                         "groupdeleted"};
  for (const char* name : names) {
    CAPTURE(name);
    CHECK(kind_named(name).has(kSecurity));
  }
}

TEST_CASE("busy kinds are not in the security profile") {
  const char* names[] = {"read",       "write", "stat",          "newfstatat", "mmap", "futex", "poll",
                         "epoll_wait", "lseek", "clock_gettime", "getpid",     "brk",  "switch"};
  for (const char* name : names) {
    CAPTURE(name);
    CHECK_FALSE(kind_named(name).has(kSecurity));
  }
}

TEST_CASE("parameters of important kinds, in Falco's order") {
  const struct {
    const char* kind;
    const char* params;
  } rows[] = {
      {"open", "fd:FD name:FSPATH flags:FLAGS32 mode:UINT32 dev:UINT32 ino:UINT64"},
      {"openat", "fd:FD dirfd:FD name:FSRELPATH flags:FLAGS32 mode:UINT32 dev:UINT32 ino:UINT64"},
      {"openat2",
       "fd:FD dirfd:FD name:FSRELPATH flags:FLAGS32 mode:UINT32 resolve:FLAGS32 dev:UINT32 ino:UINT64"},
      {"creat", "fd:FD name:FSPATH mode:UINT32 dev:UINT32 ino:UINT64 creat_flags:FLAGS16"},
      {"close", "res:ERRNO fd:FD"},
      {"dup3", "res:FD oldfd:FD newfd:FD flags:FLAGS32"},
      {"connect", "res:ERRNO tuple:SOCKTUPLE fd:FD addr:SOCKADDR"},
      {"accept4", "fd:FD tuple:SOCKTUPLE queuepct:UINT8 queuelen:UINT32 queuemax:UINT32 flags:INT32"},
      {"sendto", "res:ERRNO data:BYTEBUF fd:FD size:UINT32 tuple:SOCKTUPLE"},
      {"recvfrom", "res:ERRNO data:BYTEBUF tuple:SOCKTUPLE fd:FD size:UINT32"},
      {"renameat2", "res:ERRNO olddirfd:FD oldpath:FSRELPATH newdirfd:FD newpath:FSRELPATH flags:FLAGS32"},
      {"unlinkat", "res:ERRNO dirfd:FD name:FSRELPATH flags:FLAGS32"},
      {"ptrace", "res:ERRNO addr:DYN data:DYN request:ENUMFLAGS16 pid:PID"},
      {"procexit", "status:ERRNO ret:ERRNO sig:SIGTYPE core:UINT8 reaper_tid:PID"},
      {"execve",
       "res:ERRNO exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:UINT64 "
       "pgft_maj:UINT64 pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 comm:CHARBUF "
       "cgroups:BYTEBUF env:BYTEBUF tty:UINT32 vpgid:PID loginuid:UID flags:FLAGS32 cap_inheritable:UINT64 "
       "cap_permitted:UINT64 cap_effective:UINT64 exe_ino:UINT64 exe_ino_ctime:ABSTIME exe_ino_mtime:ABSTIME "
       "uid:UID trusted_exepath:FSPATH pgid:PID gid:GID filename:FSPATH"},
      {"clone3",
       "res:PID exe:CHARBUF args:BYTEBUF tid:PID pid:PID ptid:PID cwd:CHARBUF fdlimit:INT64 pgft_maj:UINT64 "
       "pgft_min:UINT64 vm_size:UINT32 vm_rss:UINT32 vm_swap:UINT32 comm:CHARBUF cgroups:BYTEBUF "
       "flags:FLAGS32 uid:UINT32 gid:UINT32 vtid:PID vpid:PID pidns_init_start_ts:UINT64"},
      {"pivot_root", "ID:SYSCALLID nativeID:UINT16"},
      {"getpeername", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.kind);
    CHECK(signature(row.kind) == row.params);
  }
}

TEST_CASE("evt.type of audit sources is pluginevent") {
  CHECK(kind_named("k8s_audit").type_name() == "pluginevent");
  CHECK(kind_named("linux_audit").type_name() == "pluginevent");
  CHECK(kind_named("openat").type_name() == "openat");
}

TEST_CASE("numbers that captures hold") {
  const struct {
    Category category;
    int number;
  } categories[] = {{Category::kUnknown, 0},  {Category::kOther, 1},      {Category::kFile, 2},
                    {Category::kNet, 3},      {Category::kIpc, 4},        {Category::kWait, 5},
                    {Category::kSignal, 6},   {Category::kSleep, 7},      {Category::kTime, 8},
                    {Category::kProcess, 9},  {Category::kScheduler, 10}, {Category::kMemory, 11},
                    {Category::kUser, 12},    {Category::kSystem, 13},    {Category::kIoRead, 14},
                    {Category::kIoWrite, 15}, {Category::kIoOther, 16},   {Category::kInternal, 17},
                    {Category::kSnapshot, 18}};
  for (const auto& row : categories) CHECK(static_cast<int>(row.category) == row.number);
  const KindFlag flags[] = {kCreatesFd,     kDestroysFd, kUsesFd,      kReadsFromFd, kWritesToFd,
                            kModifiesState, kWaits,      kSyscall,     kGeneric,     kEnterCoded,
                            kMeta,          kSecurity,   kSnapshotRow, kPlugin};
  for (size_t bit = 0; bit < std::size(flags); ++bit) CHECK(flags[bit] == 1U << bit);
  CHECK(static_cast<int>(Arch::kX86_64) == 0);
  CHECK(static_cast<int>(Arch::kI386) == 1);
  CHECK(static_cast<int>(Arch::kArm64) == 2);
}

TEST_CASE("system calls by number") {
  const Catalogue& catalogue = Catalogue::builtin();
  const struct {
    Arch arch;
    int32_t number;
    const char* name;
  } rows[] = {
      {Arch::kX86_64, 0, "read"},         {Arch::kX86_64, 257, "openat"},
      {Arch::kX86_64, 59, "execve"},      {Arch::kX86_64, 17, "pread"},
      {Arch::kX86_64, 302, "prlimit"},    {Arch::kX86_64, 166, "umount2"},
      {Arch::kX86_64, 262, "newfstatat"}, {Arch::kX86_64, 155, "pivot_root"},
      {Arch::kX86_64, 470, "listns"},     {Arch::kI386, 4, "write"},
      {Arch::kI386, 295, "openat"},       {Arch::kI386, 11, "execve"},
      {Arch::kI386, 23, "setuid"},        {Arch::kI386, 213, "setuid"},
      {Arch::kI386, 212, "chown"},        {Arch::kI386, 140, "llseek"},
      {Arch::kI386, 192, "mmap2"},        {Arch::kI386, 90, "old_mmap"},
      {Arch::kI386, 300, "newfstatat"},   {Arch::kI386, 221, "fcntl"},
      {Arch::kI386, 102, "socketcall"},   {Arch::kI386, 403, "clock_gettime"},
      {Arch::kArm64, 56, "openat"},       {Arch::kArm64, 221, "execve"},
      {Arch::kArm64, 79, "newfstatat"},   {Arch::kArm64, 220, "clone"},
      {Arch::kArm64, 39, "umount2"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const KindId id = catalogue.by_syscall(row.arch, row.number);
    REQUIRE(id != kNoKind);
    CHECK(catalogue.kind(id).name == row.name);
  }
  CHECK(catalogue.by_syscall(Arch::kX86_64, -1) == kNoKind);
  CHECK(catalogue.by_syscall(Arch::kX86_64, 100000) == kNoKind);
  CHECK(catalogue.by_syscall(Arch::kArm64, 1000) == kNoKind);
}

// The system's own headers know the numbers best: a call that a newer header brings is noticed here.
void compare_with_header(const char* path, Arch arch, int at_least) {
  std::ifstream header(path);
  if (!header) {
    MESSAGE("skipped: no " << path);
    return;
  }
  const Catalogue& catalogue = Catalogue::builtin();
  int compared = 0;
  for (std::string line; std::getline(header, line);) {
    std::istringstream words(line);
    std::string define;
    std::string name;
    int number = -1;
    if (!(words >> define >> name >> number) || define != "#define" || !name.starts_with("__NR_")) continue;
    name.erase(0, 5);
    CAPTURE(name);
    CAPTURE(number);
    const KindId id = catalogue.by_syscall(arch, number);
    REQUIRE(id != kNoKind);
    // A call whose own name is a row must be that row.
    if (catalogue.find(name) != kNoKind && name != "mmap") CHECK(catalogue.kind(id).name == name);
    ++compared;
  }
  CHECK(compared >= at_least);
}

TEST_CASE("no system call of the kernel headers is missing") {
  compare_with_header("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", Arch::kX86_64, 362);
  compare_with_header("/usr/include/x86_64-linux-gnu/asm/unistd_32.h", Arch::kI386, 440);
}

TEST_CASE("further native calls carry no name of their own") {
  const char* names[] = {"setuid32", "chown32",   "pread64",         "prlimit64",    "fcntl64",
                         "_llseek",  "fstatat64", "clock_gettime64", "futex_time64", "_newselect"};
  for (const char* name : names) {
    CAPTURE(name);
    CHECK(Catalogue::builtin().find(name) == kNoKind);
  }
}

TEST_CASE("sources fit the call") {
  for (const EventKind& kind : Catalogue::builtin().kinds()) {
    for (const Param& param : kind.params) {
      CAPTURE(kind.name);
      CAPTURE(param.name);
      const From op = param.from.op;
      if (!kind.has(kSyscall)) {
        const bool life_cycle =
            op == From::kNowhere || op == From::kExit || op == From::kSignal || op == From::kTask;
        CHECK(life_cycle);
      }
      const bool packed = op == From::kTuple || op == From::kMessageTuple;
      CHECK(packed == (packed && param.type == ParamType::kSockTuple));
      if (op == From::kString) CHECK(storage_of(param.type) == Storage::kText);
      if (op == From::kArg || op == From::kReturn) CHECK(storage_of(param.type) == Storage::kInteger);
      if (op == From::kTuple) CHECK((param.from.member == "in" || param.from.member == "out"));
    }
  }
}

TEST_CASE("members of file, sock, task, exec, exit and signal are the documented ones") {
  // Blank-separated, with a blank at both ends.
  const std::string_view known[] = {
      " dev ino path mode flags state mnt_id ",
      " family type protocol queuelen queuemax queuepct ",
      " tid pid ptid sid pgid vtid vpid vpgid vsid pidns_init_start_ts start_time thread_start_time "
      "child_in_pidns tty comm cwd root exe_path exe_ino exe_dev exe_ctime exe_mtime exe_mode exe_flags exe "
      "args env uid gid ruid rgid suid sgid fsuid fsgid loginuid sessionid cap_inheritable cap_permitted "
      "cap_effective cap_bounding cap_ambient fdlimit cgroups cgroup_id ns_mnt ns_pid ns_net ns_user ns_uts "
      "ns_ipc ns_cgroup vm_size vm_rss vm_swap pgft_maj pgft_min seccomp no_new_privs dumpable subreaper ",
      " arg0 args env filename ",
      " status ret sig core reaper group_dead ",
      " spid dpid sig op fd user_data open_flags name newname address ",
  };
  const From ops[] = {From::kFile, From::kSocket, From::kTask, From::kExec, From::kExit, From::kSignal};
  for (const EventKind& kind : Catalogue::builtin().kinds())
    for (const Param& param : kind.params)
      for (size_t i = 0; i < std::size(ops); ++i) {
        if (param.from.op != ops[i]) continue;
        CAPTURE(kind.name);
        CAPTURE(param.from.member);
        CHECK(known[i].find(" " + std::string(param.from.member) + " ") != std::string_view::npos);
      }
}

TEST_CASE("a foreign kind is added with its own texts and without shadowing ours") {
  Catalogue catalogue;
  const size_t before = catalogue.size();
  KindId id = kNoKind;
  {
    std::string name = "time_travel";
    std::string param = "destination";
    EventKind kind;
    kind.name = name;
    kind.numbers[0] = 257;
    kind.more_numbers.push_back({Arch::kX86_64, 0});
    kind.flags = kSyscall;
    kind.params.push_back({param, ParamType::kCharBuf});
    id = catalogue.add_foreign(kind);
    name.assign(name.size(), 'x');
    param.assign(param.size(), 'x');
  }
  REQUIRE(id == before);
  CHECK(catalogue.find("time_travel") == id);
  CHECK(catalogue.kind(id).params[0].name == "destination");
  CHECK(catalogue.kind(catalogue.by_syscall(Arch::kX86_64, 257)).name == "openat");
  EventKind again;
  again.name = "time_travel";
  CHECK(catalogue.add_foreign(again) == id);
  const Catalogue copy = catalogue;
  CHECK(copy.kind(copy.find("time_travel")).params[0].name == "destination");
  CHECK(Catalogue::builtin().find("time_travel") == kNoKind);
}

}  // namespace
}  // namespace sysreel
