// Conversion of kernel numbers to portable ones, and names as the reference engine prints them. The rows were
// taken from what its drivers and its event printer do.
#include "format/catalogue/flags.h"

#include <doctest/doctest.h>

#include "format/catalogue/capture_from.h"
#include "format/catalogue/flag_table.h"

namespace sysreel {
namespace {

std::string names(FlagDomain domain, uint32_t portable, bool is_enum) {
  std::string out;
  append_flag_names(out, domain, portable, is_enum);
  return out;
}

struct Conversion {
  FlagDomain domain;
  Arch arch;
  uint32_t kernel;
  uint32_t portable;
  bool is_enum;
  const char* names;
};

constexpr Conversion kConversions[] = {
    {FlagDomain::kOpenFlags, Arch::kX86_64, 0, 1, false, "O_RDONLY"},
    {FlagDomain::kOpenFlags, Arch::kX86_64, 0x80000, 0x1001, false, "O_RDONLY|O_CLOEXEC"},
    {FlagDomain::kOpenFlags, Arch::kX86_64, 0x241, 0x106, false, "O_TRUNC|O_CREAT|O_WRONLY"},
    {FlagDomain::kOpenFlags, Arch::kX86_64, 2, 3, false, "O_RDWR"},
    {FlagDomain::kOpenFlags, Arch::kX86_64, 3, 1, false, "O_RDONLY"},
    {FlagDomain::kOpenFlags, Arch::kX86_64, 0x1000, 0x91, false, "O_SYNC|O_DSYNC|O_RDONLY"},
    {FlagDomain::kOpenFlags, Arch::kX86_64, 0x10000, 0x2401, false, "O_DIRECTORY|O_RDONLY|O_TMPFILE"},
    {FlagDomain::kOpenFlags, Arch::kArm64, 0x4000, 0x2401, false, "O_DIRECTORY|O_RDONLY|O_TMPFILE"},
    {FlagDomain::kOpenFlags, Arch::kArm64, 0x10000, 0x201, false, "O_DIRECT|O_RDONLY"},
    {FlagDomain::kOpenFlags, Arch::kX86_64, 0x40000000, 1, false, "O_RDONLY"},
    {FlagDomain::kFdFlags, Arch::kX86_64, 0x80801, 0x1040, false, "O_NONBLOCK|O_CLOEXEC"},
    {FlagDomain::kFdFlags, Arch::kX86_64, 0, 0, false, "O_NONE"},
    {FlagDomain::kFdFlags, Arch::kX86_64, 0xffffffff, 0, false, "O_NONE"},
    {FlagDomain::kSocketFamily, Arch::kX86_64, 2, 2, true, "AF_INET"},
    {FlagDomain::kSocketFamily, Arch::kX86_64, 1, 1, true, "AF_LOCAL|AF_UNIX"},
    {FlagDomain::kSocketFamily, Arch::kX86_64, 16, 16, true, "AF_ROUTE|AF_NETLINK"},
    {FlagDomain::kSocketFamily, Arch::kX86_64, 200, 200, true, ""},
    {FlagDomain::kCloneFlags, Arch::kX86_64, 0x20000, 32, false, "CLONE_NEWNS"},
    {FlagDomain::kCloneFlags, Arch::kX86_64, 0x01200011, 0x01800000, false,
     "CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID"},
    {FlagDomain::kCloneFlags, Arch::kX86_64, 0, 0, false, ""},
    {FlagDomain::kPtraceRequest, Arch::kX86_64, 0, 1, true, "PTRACE_TRACEME"},
    {FlagDomain::kPtraceRequest, Arch::kX86_64, 16, 11, true, "PTRACE_ATTACH"},
    {FlagDomain::kPtraceRequest, Arch::kX86_64, 0x4206, 20, true, "PTRACE_SEIZE"},
    {FlagDomain::kPtraceRequest, Arch::kX86_64, 999, 0, true, "PTRACE_UNKNOWN"},
    {FlagDomain::kFcntlCommand, Arch::kX86_64, 0, 1, true, "F_DUPFD"},
    {FlagDomain::kFcntlCommand, Arch::kX86_64, 1030, 26, true, "F_DUPFD_CLOEXEC"},
    {FlagDomain::kFcntlCommand, Arch::kX86_64, 5000, 0, true, "UNKNOWN"},
    {FlagDomain::kSockoptLevel, Arch::kX86_64, 1, 1, true, "SOL_SOCKET"},
    {FlagDomain::kSockoptLevel, Arch::kX86_64, 41, 0, true, "UNKNOWN"},
    {FlagDomain::kSockoptOption, Arch::kX86_64, 4, 4, true, "SO_ERROR"},
    {FlagDomain::kShutdownHow, Arch::kX86_64, 2, 2, true, "SHUT_RDWR"},
    {FlagDomain::kShutdownHow, Arch::kX86_64, 7, 255, true, ""},
    {FlagDomain::kRlimitResource, Arch::kX86_64, 7, 7, true, "RLIMIT_NOFILE"},
    {FlagDomain::kRlimitResource, Arch::kX86_64, 99, 255, true, "RLIMIT_UNKNOWN"},
    {FlagDomain::kBpfCommand, Arch::kX86_64, 5, 5, true, "BPF_PROG_LOAD"},
    {FlagDomain::kBpfCommand, Arch::kX86_64, 10, 10, true, "BPF_PROG_TEST_RUN|BPF_PROG_RUN"},
    {FlagDomain::kPrctlOption, Arch::kX86_64, 15, 15, true, "PR_SET_NAME"},
    {FlagDomain::kMountFlags, Arch::kX86_64, 0xc0ed0001, 1, false, "RDONLY"},
    {FlagDomain::kMountFlags, Arch::kX86_64, 0x5000, 0x5000, false, "BIND|REC"},
    {FlagDomain::kUmountFlags, Arch::kX86_64, 2, 2, false, "DETACH"},
    {FlagDomain::kAccessMode, Arch::kX86_64, 0, 0, false, "F_OK"},
    {FlagDomain::kAccessMode, Arch::kX86_64, 5, 5, false, "R_OK|X_OK"},
    {FlagDomain::kUnlinkatFlags, Arch::kX86_64, 0x200, 0x200, false, "AT_REMOVEDIR"},
    {FlagDomain::kFchownatFlags, Arch::kX86_64, 0x100, 0x400, false, "AT_SYMLINK_NOFOLLOW"},
    {FlagDomain::kFutexOp, Arch::kX86_64, 0x81, 0x81, false, "FUTEX_PRIVATE_FLAG|FUTEX_WAKE"},
    {FlagDomain::kFutexOp, Arch::kX86_64, 0x189, 0x189, false,
     "FUTEX_CLOCK_REALTIME|FUTEX_PRIVATE_FLAG|FUTEX_WAIT_BITSET"},
    {FlagDomain::kMmapProt, Arch::kX86_64, 5, 5, false, "PROT_READ|PROT_EXEC"},
    {FlagDomain::kMmapProt, Arch::kX86_64, 0, 0, false, "PROT_NONE"},
    {FlagDomain::kMmapFlags, Arch::kX86_64, 0x22, 0xa, false, "MAP_PRIVATE|MAP_ANONYMOUS"},
    {FlagDomain::kQuotaCommand, Arch::kX86_64, 0x800002, 1, false, "Q_QUOTAON"},
    {FlagDomain::kQuotaType, Arch::kX86_64, 0x80000201, 2, false, "GRPQUOTA"},
    {FlagDomain::kSemctlCommand, Arch::kI386, 0x100, 4, false, "IPC_RMID"},
    {FlagDomain::kPageFaultError, Arch::kX86_64, 6, 2 | 4 | 16, false,
     "PAGE_NOT_PRESENT|WRITE_ACCESS|USER_FAULT"},
    {FlagDomain::kPageFaultError, Arch::kX86_64, 0x19, 1 | 8 | 32 | 64 | 128, false,
     "PROTECTION_VIOLATION|READ_ACCESS|SUPERVISOR_FAULT|RESERVED_PAGE|INSTRUCTION_FETCH"},
    {FlagDomain::kCreatFlags, Arch::kX86_64, kFileUpperLayer, 1, false, "FD_UPPER_LAYER_CREAT"},
    {FlagDomain::kExecFlags, Arch::kX86_64, 5, 5, false, "EXE_WRITABLE|EXE_FROM_MEMFD"},
    {FlagDomain::kFileState, Arch::kX86_64, kFileCreated | kFileCloseOnExec, 9, false, "CREATED|CLOEXEC"},
    {FlagDomain::kNone, Arch::kX86_64, 77, 77, false, ""},
};

TEST_CASE("kernel number to portable number to names") {
  for (const Conversion& row : kConversions) {
    CAPTURE(name_of(row.domain));
    CAPTURE(row.kernel);
    CHECK(to_portable(row.domain, row.arch, row.kernel) == row.portable);
    CHECK(names(row.domain, row.portable, row.is_enum) == row.names);
  }
}

TEST_CASE("socket options are known at their level only") {
  CHECK(to_portable(FlagDomain::kSockoptOption, Arch::kX86_64, 4, 6) == 0);
  CHECK(to_portable(FlagDomain::kSockoptOption, Arch::kX86_64, 4, 1) == 4);
}

TEST_CASE("modes") {
  const struct {
    FlagDomain domain;
    uint32_t kernel;
    uint32_t portable;
    const char* names;
  } rows[] = {
      {FlagDomain::kChmodMode, 0755, 0755, "S_IXOTH|S_IROTH|S_IXGRP|S_IRGRP|S_IXUSR|S_IWUSR|S_IRUSR"},
      {FlagDomain::kChmodMode, 04000, 04000, "S_ISUID"},
      {FlagDomain::kChmodMode, 0, 0, ""},
      {FlagDomain::kChmodMode, 0777777, 07777,
       "S_IXOTH|S_IWOTH|S_IROTH|S_IXGRP|S_IWGRP|S_IRGRP|S_IXUSR|S_IWUSR|S_IRUSR|S_ISVTX|S_ISGID|S_ISUID"},
      {FlagDomain::kMknodMode, 0600, 0100600, "S_IWUSR|S_IRUSR|S_IFREG"},
      {FlagDomain::kMknodMode, 0010600, 0010600, "S_IWUSR|S_IRUSR|S_IFIFO"},
      {FlagDomain::kMknodMode, 0050600, 0600, "S_IWUSR|S_IRUSR"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.kernel);
    CHECK(to_portable(row.domain, Arch::kX86_64, row.kernel) == row.portable);
    std::string out;
    append_mode_names(out, row.domain, row.portable);
    CHECK(out == row.names);
  }
}

TEST_CASE("what an open adds") {
  CHECK(portable_file_state(0) == 0);
  CHECK(portable_file_state(kFileCreated) == 0x4000);
  CHECK(portable_file_state(kFileCreated | kFileUpperLayer | kFileCloseOnExec) == 0xc000);
  CHECK(portable_file_state(kFileLowerLayer) == 0x10000);
  CHECK(names(FlagDomain::kOpenFlags, 0x4001, false) == "O_RDONLY|O_F_CREATED");
  CHECK(names(FlagDomain::kCloneFlags, kPortableChildInPidns, false) == "CLONE_CHILD_IN_PIDNS");
}

TEST_CASE("domains have names and tables") {
  for (int i = 1; i < kFlagDomains; ++i) {
    const auto domain = static_cast<FlagDomain>(i);
    CAPTURE(i);
    CHECK(name_of(domain) != "");
    CHECK(flag_domain_named(name_of(domain)) == domain);
    CHECK_FALSE(flag_table(domain).rows.empty());
  }
  CHECK_FALSE(flag_domain_named("flags").has_value());
  CHECK(name_of(static_cast<FlagDomain>(250)) == "");
  CHECK(flag_table(static_cast<FlagDomain>(250)).rows.empty());
}

}  // namespace
}  // namespace sysreel
