#include "recorder/kernel_tables.h"

#include <doctest/doctest.h>

#include "recorder/event_selection.h"

namespace sysreel {
namespace {

const Catalogue& catalogue() {
  return Catalogue::builtin();
}

KernelTables tables_for(Profile profile, const std::vector<std::string>& changes = {}) {
  auto selected = select_events(catalogue(), profile, {}, changes);
  REQUIRE(selected.ok());
  auto tables = make_kernel_tables(catalogue(), *selected, 80);
  REQUIRE_MESSAGE(tables.ok(), tables.error().message);
  return *tables;
}

TEST_CASE("the programs can read every parameter of every kind that has a source") {
  const KernelTables tables = tables_for(Profile::kFull);
  CHECK(tables.ops.size() > 400);
  CHECK(tables.ops.size() <= REEL_OPS);
  CHECK(tables.kind_of_exec == catalogue().find("execve"));
  CHECK(tables.kind_of_execveat == catalogue().find("execveat"));
  CHECK(tables.kind_of_exit == catalogue().find("procexit"));
}

TEST_CASE("numbers of both widths lead to the kind") {
  const KernelTables tables = tables_for(Profile::kSecurity);
  CHECK(tables.kind_of_call[257] == catalogue().find("openat"));
  CHECK(tables.kind_of_i386_call[5] == catalogue().find("open"));
  CHECK(tables.kind_of_i386_call[213] == catalogue().find("setuid"));
  CHECK(tables.kind_of_i386_call[23] == catalogue().find("setuid"));
  CHECK(tables.kind_of_socketcall[3] == catalogue().find("connect"));
  CHECK(tables.kind_of_i386_call[102] == REEL_SOCKETCALL_KIND);
  CHECK(tables.kind_of_call[0] == REEL_NO_KIND);  // read is not in the profile
}

TEST_CASE("an operation carries its operands and its condition") {
  const KernelTables tables = tables_for(Profile::kSecurity);
  const KindId kind = catalogue().find("prctl");
  const reel_descriptor& descriptor = tables.descriptors[kind];
  const int text = catalogue().kind(kind).param_index("arg2_str");
  bool found = false;
  for (int i = 0; i < descriptor.count; ++i) {
    const reel_op& op = tables.ops[static_cast<size_t>(descriptor.first + i)];
    if (op.param != text) continue;
    found = true;
    CHECK(op.opcode == REEL_OP_STRING);
    CHECK(op.arg == 1);
    CHECK(op.when == REEL_IF_IN);
    CHECK(op.when_arg == 0);
    CHECK(op.when_set == (1U << 15 | 1U << 16));
  }
  CHECK(found);
}

TEST_CASE("what a register tells is no operation; a string without a condition is done first") {
  const KernelTables tables = tables_for(Profile::kFull);
  const auto descriptor = [&](const char* kind) { return tables.descriptors[catalogue().find(kind)]; };
  CHECK(descriptor("getppid").count == 0);
  CHECK(descriptor("getppid").args == 0);
  CHECK(descriptor("getppid").lead == REEL_LEAD_NONE);
  const reel_descriptor stat = descriptor("newfstatat");
  CHECK(stat.count == 0);
  CHECK(stat.args == 4);
  CHECK(stat.lead == REEL_LEAD_STRING);
  CHECK(stat.lead_arg == 1);
  const reel_descriptor read = descriptor("read");
  CHECK(read.lead == REEL_LEAD_BYTES);
  CHECK(read.lead_length == REEL_FROM_RETURN);
  CHECK(read.args == 3);
  CHECK(descriptor("execve").lead == REEL_LEAD_NONE);
  // Its operands lie in memory.
  CHECK(descriptor("pipe").count > 0);
  const auto none = select_events(catalogue(), Profile::kFull, {}, {});
  const auto without = make_kernel_tables(catalogue(), *none, 0);
  REQUIRE(without.ok());
  CHECK(without->descriptors[catalogue().find("read")].lead == REEL_LEAD_NONE);
}

TEST_CASE("room is no less than a record can grow to, and lives of processes are vital") {
  const KernelTables tables = tables_for(Profile::kFull);
  const auto descriptor = [&](const char* kind) { return tables.descriptors[catalogue().find(kind)]; };
  CHECK(descriptor("getppid").room >= sizeof(reel_record));
  CHECK(descriptor("getppid").room < 256);
  CHECK(descriptor("newfstatat").room >= sizeof(reel_record) + REEL_PATH_MAX);
  CHECK(descriptor("execve").room >= 2 * REEL_AREA_MAX + 4 * REEL_PATH_MAX);
  for (const reel_descriptor& each : tables.descriptors) CHECK(each.room <= REEL_RECORD_MAX + REEL_FIELD_MAX);
  for (const char* vital : {"execve", "execveat", "clone", "clone3", "fork", "vfork", "procexit"})
    CHECK(descriptor(vital).vital == 1);
  CHECK(descriptor("kill").vital == 0);
}

TEST_CASE("events are added and dropped by name") {
  const KernelTables with = tables_for(Profile::kSecurity, {"+read,-openat"});
  CHECK(with.kind_of_call[0] == catalogue().find("read"));
  CHECK(with.kind_of_call[257] == REEL_NO_KIND);
  for (const char* bad : {"read", "+", "-nonsense", "+read,", "+snapshot.fd", "+k8s_audit"}) {
    CAPTURE(bad);
    const auto selected = select_events(catalogue(), Profile::kSecurity, {}, {bad});
    REQUIRE_FALSE(selected.ok());
    CHECK(selected.error().code == ErrorCode::kInvalid);
    CHECK(selected.error().message.starts_with("--events:"));
  }
}

TEST_CASE("the security profile holds what rules and state need") {
  const auto selected = select_events(catalogue(), Profile::kSecurity, {}, {});
  REQUIRE(selected.ok());
  for (const char* name :
       {"accept",       "accept4",   "bpf",     "chmod",    "connect", "creat",       "dup",
        "dup2",         "dup3",      "execve",  "execveat", "fchmod",  "fchmodat",    "finit_module",
        "init_module",  "link",      "linkat",  "listen",   "mkdir",   "mkdirat",     "open",
        "openat",       "openat2",   "ptrace",  "recvfrom", "recvmsg", "rename",      "renameat",
        "renameat2",    "rmdir",     "sendmsg", "sendto",   "setns",   "setuid",      "socket",
        "symlink",      "symlinkat", "unlink",  "unlinkat", "unshare", "userfaultfd", "clone",
        "clone3",       "fork",      "vfork",   "procexit", "close",   "chdir",       "fchdir",
        "memfd_create", "mount",     "pipe",    "pipe2"}) {
    CAPTURE(name);
    const KindId kind = catalogue().find(name);
    REQUIRE(kind != kNoKind);
    CHECK((*selected)[kind]);
  }
}

TEST_CASE("tables of arm64: its own numbers, and no 32-bit callers") {
  const std::vector<bool> all = *select_events(catalogue(), Profile::kFull, {}, {});
  const auto made = make_kernel_tables(catalogue(), all, 80, Arch::kArm64);
  REQUIRE(made.ok());
  const struct {
    const char* kind;
    size_t number;
  } rows[] = {
      {"openat", 56},          {"close", 57},      {"read", 63},      {"execve", 221}, {"execveat", 281},
      {"clone", 220},          {"connect", 203},   {"unlinkat", 35},  {"ptrace", 117}, {"bpf", 280},
      {"io_uring_setup", 425}, {"newfstatat", 79}, {"renameat2", 276}};
  for (const auto& row : rows) {
    CAPTURE(row.kind);
    CHECK(made->kind_of_call[row.number] == catalogue().find(row.kind));
  }
  CHECK(made->kind_of_call[2] != catalogue().find("open"));  // there is no open
  CHECK(made->kind_of_exec == catalogue().find("execve"));
  CHECK(made->kind_of_exit == catalogue().find("procexit"));
  for (const uint16_t kind : made->kind_of_i386_call) CHECK(kind == REEL_NO_KIND);
  for (const uint16_t kind : made->kind_of_socketcall) CHECK(kind == REEL_NO_KIND);
}

}  // namespace
}  // namespace sysreel
