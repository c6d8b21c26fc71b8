#include "recorder/kernel_tables.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "format/capture_item.h"
#include "recorder/derived_value.h"
#include "recorder/record_room.h"

namespace sysreel {
namespace {

static_assert(REEL_CLASS_ANY == static_cast<int>(LossClass::kAny));
static_assert(REEL_CLASS_PROCESS == static_cast<int>(LossClass::kProcess));
static_assert(REEL_CLASS_FILE == static_cast<int>(LossClass::kFile));
static_assert(REEL_CLASS_NET == static_cast<int>(LossClass::kNet));
static_assert(REEL_CLASS_OTHER == static_cast<int>(LossClass::kOther));
static_assert(static_cast<int>(REEL_FROM_RETURN) == kFromReturn);
static_assert(static_cast<int>(REEL_FROM_MEMORY) == kFromMemory);
static_assert(static_cast<int>(REEL_NO_OPERAND) == kNoOperand);
static_assert(static_cast<int>(REEL_STATE_MEMFD) == kFileMemfd);
static_assert(static_cast<int>(REEL_STATE_CLOSE_ON_EXEC) == kFileCloseOnExec);

struct Member {
  std::string_view name;
  uint8_t number;
};

constexpr Member kFileMembers[] = {
    {"dev", REEL_FILE_DEV},     {"ino", REEL_FILE_INO},     {"path", REEL_FILE_PATH},
    {"mode", REEL_FILE_MODE},   {"flags", REEL_FILE_FLAGS}, {"state", REEL_FILE_STATE},
    {"ctime", REEL_FILE_CTIME}, {"mtime", REEL_FILE_MTIME}, {"mnt_id", REEL_FILE_MNT_ID},
};

constexpr Member kSocketMembers[] = {
    {"family", REEL_SOCKET_FAMILY},      {"type", REEL_SOCKET_TYPE},
    {"protocol", REEL_SOCKET_PROTOCOL},  {"queuelen", REEL_SOCKET_QUEUE_LENGTH},
    {"queuemax", REEL_SOCKET_QUEUE_MAX}, {"queuepct", REEL_SOCKET_QUEUE_PERCENT},
};

constexpr Member kTaskMembers[] = {
    {"tid", REEL_TASK_TID},
    {"pid", REEL_TASK_PID},
    {"ptid", REEL_TASK_PTID},
    {"sid", REEL_TASK_SID},
    {"pgid", REEL_TASK_PGID},
    {"vtid", REEL_TASK_VTID},
    {"vpid", REEL_TASK_VPID},
    {"vpgid", REEL_TASK_VPGID},
    {"vsid", REEL_TASK_VSID},
    {"pidns_init_start_ts", REEL_TASK_PIDNS_INIT_START},
    {"start_time", REEL_TASK_START_TIME},
    {"thread_start_time", REEL_TASK_THREAD_START_TIME},
    {"child_in_pidns", REEL_TASK_CHILD_IN_PIDNS},
    {"tty", REEL_TASK_TTY},
    {"comm", REEL_TASK_COMM},
    {"cwd", REEL_TASK_CWD},
    {"root", REEL_TASK_ROOT},
    {"exe_path", REEL_TASK_EXE_PATH},
    {"exe_ino", REEL_TASK_EXE_INO},
    {"exe_dev", REEL_TASK_EXE_DEV},
    {"exe_ctime", REEL_TASK_EXE_CTIME},
    {"exe_mtime", REEL_TASK_EXE_MTIME},
    {"exe_mode", REEL_TASK_EXE_MODE},
    {"exe_flags", REEL_TASK_EXE_FLAGS},
    {"exe", REEL_TASK_EXE},
    {"args", REEL_TASK_ARGS},
    {"env", REEL_TASK_ENV},
    {"uid", REEL_TASK_UID},
    {"gid", REEL_TASK_GID},
    {"ruid", REEL_TASK_RUID},
    {"rgid", REEL_TASK_RGID},
    {"suid", REEL_TASK_SUID},
    {"sgid", REEL_TASK_SGID},
    {"fsuid", REEL_TASK_FSUID},
    {"fsgid", REEL_TASK_FSGID},
    {"loginuid", REEL_TASK_LOGINUID},
    {"sessionid", REEL_TASK_SESSION_ID},
    {"cap_inheritable", REEL_TASK_CAP_INHERITABLE},
    {"cap_permitted", REEL_TASK_CAP_PERMITTED},
    {"cap_effective", REEL_TASK_CAP_EFFECTIVE},
    {"cap_bounding", REEL_TASK_CAP_BOUNDING},
    {"cap_ambient", REEL_TASK_CAP_AMBIENT},
    {"fdlimit", REEL_TASK_FDLIMIT},
    {"cgroups", REEL_TASK_CGROUPS},
    {"cgroup_id", REEL_TASK_CGROUP_ID},
    {"ns_mnt", REEL_TASK_NS_MNT},
    {"ns_pid", REEL_TASK_NS_PID},
    {"ns_net", REEL_TASK_NS_NET},
    {"ns_user", REEL_TASK_NS_USER},
    {"ns_uts", REEL_TASK_NS_UTS},
    {"ns_ipc", REEL_TASK_NS_IPC},
    {"ns_cgroup", REEL_TASK_NS_CGROUP},
    {"vm_size", REEL_TASK_VM_SIZE},
    {"vm_rss", REEL_TASK_VM_RSS},
    {"vm_swap", REEL_TASK_VM_SWAP},
    {"pgft_maj", REEL_TASK_MAJOR_FAULTS},
    {"pgft_min", REEL_TASK_MINOR_FAULTS},
    {"seccomp", REEL_TASK_SECCOMP},
    {"no_new_privs", REEL_TASK_NO_NEW_PRIVS},
    {"dumpable", REEL_TASK_DUMPABLE},
    {"subreaper", REEL_TASK_SUBREAPER},
};

constexpr Member kExecMembers[] = {
    {"filename", REEL_EXEC_FILENAME},
    {"arg0", REEL_EXEC_ARG0},
    {"args", REEL_EXEC_ARGS},
    {"env", REEL_EXEC_ENV},
};

constexpr Member kExitMembers[] = {
    {"status", REEL_EXIT_STATUS}, {"ret", REEL_EXIT_CODE},      {"sig", REEL_EXIT_SIGNAL},
    {"core", REEL_EXIT_CORE},     {"reaper", REEL_EXIT_REAPER}, {"group_dead", REEL_EXIT_GROUP_DEAD},
};

// Of a signal, then of a request in an io_uring.
constexpr Member kHookMembers[] = {
    {"spid", REEL_HOOK_NUMBER},           {"dpid", REEL_HOOK_NUMBER + 1},
    {"sig", REEL_HOOK_NUMBER + 2},        {"op", REEL_HOOK_NUMBER},
    {"fd", REEL_HOOK_NUMBER + 1},         {"user_data", REEL_HOOK_NUMBER + 2},
    {"open_flags", REEL_HOOK_OPEN_FLAGS}, {"name", REEL_HOOK_NAME},
    {"newname", REEL_HOOK_SECOND_NAME},   {"address", REEL_HOOK_ADDRESS},
};

template <size_t N>
uint8_t member_number(const Member (&members)[N], std::string_view name) {
  for (const Member& member : members)
    if (member.name == name) return member.number;
  return 0;
}

constexpr uint64_t opcodes(std::initializer_list<int> numbers) {
  uint64_t set = 0;
  for (const int number : numbers) set |= uint64_t{1} << static_cast<unsigned>(number);
  return set;
}

// Requests that change files, sockets and names: accept 13, connect 16, openat 18, openat2 28, shutdown 34,
// renameat 35, unlinkat 36, mkdirat 37, symlinkat 38, linkat 39, fsetxattr 41, setxattr 42, socket 45,
// uring_cmd 46, ftruncate 55, bind 56, listen 57, pipe 62.
constexpr uint64_t kUringSecurity =
    opcodes({13, 16, 18, 28, 34, 35, 36, 37, 38, 39, 41, 42, 45, 46, 55, 56, 57, 62});

LossClass class_of(const EventKind& kind) {
  switch (kind.category) {
    case Category::kProcess:
    case Category::kUser:
    case Category::kSignal:
      return LossClass::kProcess;
    case Category::kFile:
    case Category::kIoRead:
    case Category::kIoWrite:
    case Category::kIoOther:
      return LossClass::kFile;
    case Category::kNet:
      return LossClass::kNet;
    default:
      return LossClass::kOther;
  }
}

struct Opcode {
  From from;
  uint8_t opcode;
};

constexpr Opcode kOpcodes[] = {
    {From::kReturn, REEL_OP_RETURN},
    {From::kArg, REEL_OP_ARG},
    {From::kArgInt, REEL_OP_ARG_INT},
    {From::kArgBits, REEL_OP_ARG_BITS},
    {From::kWideArg, REEL_OP_WIDE_ARG},
    {From::kConst, REEL_OP_CONST},
    {From::kSyscallNumber, REEL_OP_NATIVE_NUMBER},
    {From::kOpenMode, REEL_OP_OPEN_MODE},
    {From::kUser8, REEL_OP_USER_NUMBER},
    {From::kUser16, REEL_OP_USER_NUMBER},
    {From::kUser32, REEL_OP_USER_NUMBER},
    {From::kUser64, REEL_OP_USER_NUMBER},
    {From::kUserLong, REEL_OP_USER_LONG},
    {From::kTimespec, REEL_OP_TIMESPEC},
    {From::kString, REEL_OP_STRING},
    {From::kBytes, REEL_OP_BYTES},
    {From::kIoVector, REEL_OP_IOVECS},
    {From::kIoVectorSize, REEL_OP_IOVECS_SIZE},
    {From::kMessage, REEL_OP_MESSAGE},
    {From::kMessageSize, REEL_OP_MESSAGE_SIZE},
    {From::kControl, REEL_OP_CONTROL},
    {From::kPollFds, REEL_OP_POLL},
    {From::kSockAddr, REEL_OP_SOCKADDR},
    {From::kSocketOption, REEL_OP_SOCKET_OPTION},
    {From::kDynamic, REEL_OP_DYNAMIC},
    {From::kTuple, REEL_OP_TUPLE},
    {From::kMessageTuple, REEL_OP_MESSAGE_TUPLE},
    {From::kFile, REEL_OP_FILE},
    {From::kSocket, REEL_OP_SOCKET},
    {From::kTask, REEL_OP_TASK},
    {From::kExec, REEL_OP_EXEC},
    {From::kExit, REEL_OP_EXIT},
    {From::kSignal, REEL_OP_HOOK},
};

uint8_t width_of_source(From from) {
  switch (from) {
    case From::kUser8:
      return 1;
    case From::kUser16:
      return 2;
    case From::kUser32:
      return 4;
    default:
      return 8;
  }
}

uint8_t when_of(When when) {
  switch (when) {
    case When::kAlways:
      return REEL_ALWAYS;
    case When::kSucceeded:
      return REEL_IF_SUCCEEDED;
    case When::kIn:
      return REEL_IF_IN;
    case When::kNotIn:
      return REEL_IF_NOT_IN;
  }
  return REEL_ALWAYS;
}

// False: the member has no number.
bool fill_member(reel_op& op, const CaptureFrom& from) {
  switch (from.op) {
    case From::kTuple:
    case From::kMessageTuple:
      if (from.member == "in") op.flags |= REEL_TUPLE_INBOUND;
      return from.member == "in" || from.member == "out";
    case From::kFile:
      op.member = member_number(kFileMembers, from.member);
      return op.member != 0;
    case From::kSocket:
      op.member = member_number(kSocketMembers, from.member);
      return op.member != 0;
    case From::kTask:
      op.member = member_number(kTaskMembers, from.member);
      return op.member != 0;
    case From::kExec:
      op.member = member_number(kExecMembers, from.member);
      return op.member != 0;
    case From::kExit:
      op.member = member_number(kExitMembers, from.member);
      return op.member != 0;
    case From::kSignal:
      op.member = member_number(kHookMembers, from.member);
      return op.member != 0;
    default:
      return true;
  }
}

// False: the programs have no way to read it.
bool fill_op(reel_op& op, const Param& param) {
  const CaptureFrom& from = param.from;
  for (const Opcode& entry : kOpcodes)
    if (entry.from == from.op) op.opcode = entry.opcode;
  op.arg = from.arg;
  op.length = from.length;
  op.offset = from.offset;
  op.width = width_of_source(from.op);
  if (is_signed(param.type)) op.flags |= REEL_SIGNED;
  op.when = when_of(from.when);
  op.when_arg = from.when_arg;
  op.when_set = from.when_set;
  return op.opcode != REEL_OP_NONE && fill_member(op, from);
}

std::string number_text(size_t number) {
  return std::to_string(number);
}

// What is known of a process begins or ends with these.
constexpr std::string_view kVital[] = {"execve", "execveat", "clone", "clone3", "fork", "vfork", "procexit"};

bool takes_lead(const reel_op& op) {
  return op.when == REEL_ALWAYS && op.offset == 0 && (op.arg & REEL_FROM_MEMORY) == 0 &&
         (op.opcode == REEL_OP_STRING ||
          (op.opcode == REEL_OP_BYTES && (op.length == REEL_FROM_RETURN || op.length < REEL_CALL_ARGS)));
}

// The first of the kind's operations becomes its lead, if it can.
void split_lead(std::vector<reel_op>& ops, reel_descriptor& descriptor) {
  if (ops.empty() || !takes_lead(ops.front())) return;
  const reel_op& op = ops.front();
  descriptor.lead = op.opcode == REEL_OP_STRING ? REEL_LEAD_STRING : REEL_LEAD_BYTES;
  descriptor.lead_param = op.param;
  descriptor.lead_arg = op.arg;
  descriptor.lead_length = op.length;
  ops.erase(ops.begin());
}

Result<std::vector<reel_op>> operations_of(const EventKind& kind, uint32_t snaplen,
                                           reel_descriptor& descriptor) {
  std::vector<reel_op> ops;
  const bool call = is_call(kind);
  for (size_t index = 0; index < kind.params.size(); ++index) {
    const Param& param = kind.params[index];
    if (param.from.op == From::kNowhere) continue;
    if (call && is_derived(param, snaplen)) {
      descriptor.args = static_cast<uint8_t>(std::max<int>(descriptor.args, arguments_of(param.from)));
      continue;
    }
    reel_op op{};
    op.param = static_cast<uint8_t>(index);
    if (!fill_op(op, param))
      return Error{ErrorCode::kUnsupported,
                   "the BPF programs cannot read " + std::string(kind.name) + "." + std::string(param.name)};
    ops.push_back(op);
  }
  return ops;
}

Status add_kind(KernelTables& tables, const EventKind& kind, uint32_t snaplen) {
  reel_descriptor& descriptor = tables.descriptors[kind.id];
  Result<std::vector<reel_op>> made = operations_of(kind, snaplen, descriptor);
  if (!made.ok()) return std::move(made).error();
  std::vector<reel_op> ops = std::move(made).value();
  descriptor.room = room_of(ops, snaplen);
  if (ops.size() > REEL_OPS_PER_KIND || tables.ops.size() + ops.size() > REEL_OPS)
    return Error{ErrorCode::kLimit, "event kind " + std::string(kind.name) + " has " +
                                        number_text(ops.size()) +
                                        " recorded parameters, more than the BPF programs take"};
  if (is_call(kind)) split_lead(ops, descriptor);
  descriptor.vital = std::find(std::begin(kVital), std::end(kVital), kind.name) != std::end(kVital);
  descriptor.first = static_cast<uint16_t>(tables.ops.size());
  descriptor.count = static_cast<uint8_t>(ops.size());
  descriptor.event_class = static_cast<uint8_t>(class_of(kind));
  tables.ops.insert(tables.ops.end(), ops.begin(), ops.end());
  return {};
}

void place(auto& table, int32_t number, KindId kind) {
  if (number >= 0 && static_cast<size_t>(number) < table.size()) table[static_cast<size_t>(number)] = kind;
}

// The calls behind i386 socketcall(2), by its first argument.
constexpr std::string_view kSocketCalls[] = {
    "",           "socket",  "bind",    "connect",  "listen",   "accept",   "getsockname", "getpeername",
    "socketpair", "send",    "recv",    "sendto",   "recvfrom", "shutdown", "setsockopt",  "getsockopt",
    "sendmsg",    "recvmsg", "accept4", "recvmmsg", "sendmmsg"};

constexpr size_t kSocketCallNumber = 102;

void place_i386_numbers(KernelTables& tables, const EventKind& kind) {
  place(tables.kind_of_i386_call, kind.numbers[static_cast<int>(Arch::kI386)], kind.id);
  for (const NativeNumber& more : kind.more_numbers)
    if (more.arch == Arch::kI386) place(tables.kind_of_i386_call, more.number, kind.id);
  for (size_t call = 1; call < std::size(kSocketCalls); ++call)
    if (kSocketCalls[call] == kind.name) tables.kind_of_socketcall[call] = kind.id;
}

void place_numbers(KernelTables& tables, const EventKind& kind, Arch arch) {
  place(tables.kind_of_call, kind.numbers[static_cast<int>(arch)], kind.id);
  for (const NativeNumber& more : kind.more_numbers)
    if (more.arch == arch) place(tables.kind_of_call, more.number, kind.id);
  if (arch == Arch::kX86_64) place_i386_numbers(tables, kind);
  if (kind.name == "execve") tables.kind_of_exec = kind.id;
  if (kind.name == "execveat") tables.kind_of_execveat = kind.id;
  if (kind.name == "procexit") tables.kind_of_exit = kind.id;
  if (kind.name == "signaldeliver") tables.kind_of_signal = kind.id;
  if (kind.name == "io_uring_submit") tables.kind_of_uring = kind.id;
}

}  // namespace

Result<KernelTables> make_kernel_tables(const Catalogue& catalogue, const std::vector<bool>& recorded,
                                        uint32_t snaplen, Arch arch) {
  if (catalogue.size() > REEL_KINDS)
    return Error{ErrorCode::kLimit, "the catalogue has more event kinds than the BPF programs take"};
  KernelTables tables;
  tables.descriptors.resize(catalogue.size());
  tables.kind_of_call.fill(REEL_NO_KIND);
  tables.kind_of_i386_call.fill(REEL_NO_KIND);
  tables.kind_of_socketcall.fill(REEL_NO_KIND);
  for (const EventKind& kind : catalogue.kinds()) {
    if (!recorded[kind.id]) continue;
    SYSREEL_RETURN_IF_ERROR(add_kind(tables, kind, snaplen));
    place_numbers(tables, kind, arch);
  }
  // Recorded as the call that it stands for, if that is.
  tables.kind_of_i386_call[kSocketCallNumber] =
      std::any_of(tables.kind_of_socketcall.begin(), tables.kind_of_socketcall.end(),
                  [](uint16_t kind) { return kind != REEL_NO_KIND; })
          ? REEL_SOCKETCALL_KIND
          : REEL_NO_KIND;
  // Reads and writes by ring are recorded where those by system call are.
  const bool busy = recorded[catalogue.find("read")];
  tables.uring_opcodes = busy ? ~uint64_t{0} : kUringSecurity;
  return tables;
}

}  // namespace sysreel
