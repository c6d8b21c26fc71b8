#include "replayer/audit/call_event.h"

#include <string>

#include "format/audit/audit_value.h"
#include "format/catalogue/packed_address.h"

namespace sysreel {
namespace {

constexpr uint64_t kCreat = 0100;
constexpr uint64_t kTmpfile = 020000000;
constexpr uint64_t kPermissions = 07777;
constexpr uint64_t kExitCode = 0xff;
constexpr int kExitShift = 8;
constexpr uint64_t kExeFromMemfd = 4;  // of task.exe_flags

struct Text {
  std::string bytes;
  bool cut = false;
};

// A register holds 64 bits whatever the argument's type; descriptors and ids are 32 bits of them.
int64_t narrowed(const Param& param, uint64_t raw) {
  int width = capture_width(param);
  if (param.type == ParamType::kFd || param.type == ParamType::kPid) width = 4;
  if (width == 0 || width >= 8) return static_cast<int64_t>(raw);
  const int unused = 64 - width * 8;
  if (is_signed(param.type)) return static_cast<int64_t>(raw << unused) >> unused;
  return static_cast<int64_t>(raw << unused >> unused);
}

class CallValues {
 public:
  CallValues(const EventKind& kind, const AuditCall& call) : kind_(kind), call_(call) {
    for (const Param& param : kind.params) names_ += names_path(param) ? 1 : 0;
  }

  std::optional<uint64_t> number(const Param& param) const;
  std::optional<Text> text(const Param& param);

 private:
  bool names_path(const Param& param) const {
    const bool path = param.type == ParamType::kFsPath || param.type == ParamType::kFsRelPath;
    return param.from.op == From::kString && (path || kind_.name == "chdir");
  }
  bool applies(const CaptureFrom& from) const;
  std::optional<uint64_t> operand(uint8_t operand) const;
  std::optional<uint64_t> open_mode(const CaptureFrom& from) const;
  std::optional<uint64_t> user_memory(const CaptureFrom& from) const;
  std::optional<uint64_t> task_number(std::string_view member) const;
  std::optional<uint64_t> exit_number(std::string_view member) const;
  std::optional<uint64_t> file_number(std::string_view member) const;
  std::optional<uint64_t> file_state() const;
  const AuditPath* program_file() const;
  std::optional<Text> path();
  std::optional<Text> task_text(std::string_view member) const;
  std::optional<Text> program_text(std::string_view member) const;
  std::optional<Text> peer_tuple() const;

  const EventKind& kind_;
  const AuditCall& call_;
  size_t names_ = 0;  // paths that the call takes
  size_t given_ = 0;  // of them so far
};

std::optional<Text> said(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(Text{std::string(text), false});
}

bool CallValues::applies(const CaptureFrom& from) const {
  if (from.when == When::kAlways) return true;
  if (from.when == When::kSucceeded) return call_.succeeded();
  const auto value = call_.argument(from.when_arg);
  if (!value) return false;
  const bool in_set = *value < 64 && (from.when_set >> *value & 1) != 0;
  return in_set == (from.when == When::kIn);
}

std::optional<uint64_t> CallValues::operand(uint8_t operand) const {
  if (operand == kFromReturn) {
    const auto result = call_.result();
    return result ? std::optional(static_cast<uint64_t>(*result)) : std::nullopt;
  }
  return call_.argument(operand);
}

std::optional<uint64_t> CallValues::open_mode(const CaptureFrom& from) const {
  const auto flags = call_.argument(from.arg);
  if (!flags) return std::nullopt;
  const bool creates = (*flags & (kCreat | kTmpfile)) != 0;
  if (!creates) return 0;
  const auto mode = call_.argument(from.length);
  return mode ? std::optional(*mode & kPermissions) : std::nullopt;
}

// What the kernel copies into records of its own from where an argument points.
std::optional<uint64_t> CallValues::user_memory(const CaptureFrom& from) const {
  if (kind_.name == "openat2") {
    const AuditCall::Open& how = call_.open_how();
    return from.offset == 0 ? how.flags : from.offset == 8 ? how.mode : how.resolve;
  }
  const bool pair = kind_.name == "pipe" || kind_.name == "pipe2" || kind_.name == "socketpair";
  return pair ? call_.made_descriptor(from.offset == 0 ? 0 : 1) : std::nullopt;
}

std::optional<uint64_t> CallValues::task_number(std::string_view member) const {
  struct Name {
    std::string_view member, field;
  };
  constexpr Name kNames[] = {{"pid", "pid"},     {"ptid", "ppid"},     {"uid", "euid"},
                             {"gid", "egid"},    {"ruid", "uid"},      {"rgid", "gid"},
                             {"suid", "suid"},   {"sgid", "sgid"},     {"fsuid", "fsuid"},
                             {"fsgid", "fsgid"}, {"loginuid", "auid"}, {"sessionid", "ses"}};
  for (const Name& name : kNames) {
    if (name.member != member) continue;
    const auto number = call_.number(name.field);
    return number ? std::optional(static_cast<uint64_t>(*number)) : std::nullopt;
  }
  if (member == "tty") return call_.terminal();
  if (member == "cap_inheritable") return call_.capabilities().inheritable;
  if (member == "cap_permitted") return call_.capabilities().permitted;
  if (member == "cap_effective") return call_.capabilities().effective;
  // An executable that never had a name on a disk.
  if (member == "exe_flags")
    return call_.exe().starts_with("memfd:") ? std::optional(kExeFromMemfd) : std::nullopt;
  const AuditPath* const program = member.starts_with("exe_") ? program_file() : nullptr;
  if (program == nullptr) return std::nullopt;
  if (member == "exe_ino") return program->inode;
  if (member == "exe_dev") return program->device;
  return member == "exe_mode" ? program->mode : std::nullopt;
}

// The file that was executed; of a script the records name the script.
const AuditPath* CallValues::program_file() const {
  for (const AuditPath& path : call_.paths())
    if (path.name == call_.exe()) return &path;
  return nullptr;
}

std::optional<uint64_t> CallValues::exit_number(std::string_view member) const {
  const auto code = call_.argument(0);
  if (!code) return std::nullopt;
  if (member == "status") return (*code & kExitCode) << kExitShift;
  if (member == "ret") return *code & kExitCode;
  return member == "sig" || member == "core" ? std::optional<uint64_t>(0) : std::nullopt;
}

std::optional<uint64_t> CallValues::file_number(std::string_view member) const {
  const AuditPath* const file = call_.file();
  if (file == nullptr || names_ > 1) return std::nullopt;
  if (member == "dev") return file->device;
  if (member == "ino") return file->inode;
  if (member == "mode") return file->mode;
  return member == "state" ? file_state() : std::nullopt;
}

// Audit knows nothing of layers; that a bit of theirs is not set says nothing either.
std::optional<uint64_t> CallValues::file_state() const {
  return call_.file()->nametype == "CREATE" ? std::optional<uint64_t>(kFileCreated) : std::nullopt;
}

std::optional<uint64_t> CallValues::number(const Param& param) const {
  const CaptureFrom& from = param.from;
  if (!applies(from)) return std::nullopt;
  switch (from.op) {
    case From::kReturn:
      return operand(kFromReturn);
    case From::kArg:
    case From::kWideArg:
      return operand(from.arg);
    case From::kArgInt: {
      const auto value = operand(from.arg);
      return value ? std::optional(static_cast<uint64_t>(static_cast<int64_t>(static_cast<int32_t>(*value))))
                   : std::nullopt;
    }
    case From::kArgBits: {
      const auto value = operand(from.arg);
      return value ? std::optional((*value & UINT32_MAX) >> from.offset) : std::nullopt;
    }
    case From::kConst:
      return from.offset;
    case From::kSyscallNumber:
      return audit_number(call_.field("syscall").value_or(std::string_view{}));
    case From::kOpenMode:
      return open_mode(from);
    case From::kUser32:
    case From::kUser64:
      return user_memory(from);
    case From::kFile:
      return file_number(from.member);
    case From::kTask:
      return task_number(from.member);
    case From::kExit:
      return exit_number(from.member);
    default:
      return std::nullopt;
  }
}

// A call that takes two paths looks up the old one first and the new one last; where the new one replaced a
// file, that is named in between.
std::optional<Text> CallValues::path() {
  const std::vector<AuditPath>& paths = call_.paths();
  const size_t turn = given_++;
  if (paths.empty()) return std::nullopt;
  const bool last = turn > 0 || kind_.name.starts_with("symlink");
  const AuditPath& path = last ? paths.back() : paths.front();
  return turn > 0 && paths.size() == 1 ? std::nullopt : said(path.name);
}

std::optional<Text> CallValues::task_text(std::string_view member) const {
  if (member == "comm") return said(call_.comm());
  if (member == "exe_path") return said(call_.exe());
  // Of a call that changes it, it is what it was before.
  const bool changes = kind_.name == "chdir" || kind_.name == "fchdir" || kind_.name == "chroot";
  return member == "cwd" && !changes ? said(call_.cwd()) : std::nullopt;
}

std::optional<Text> CallValues::program_text(std::string_view member) const {
  if (member == "filename") return call_.paths().empty() ? std::nullopt : said(call_.paths().front().name);
  const auto first = call_.argv0();
  if (!first) return std::nullopt;
  if (member == "arg0") return Text{std::string(*first), false};
  if (member != "args") return std::nullopt;
  bool whole = false;
  std::string further = call_.further_arguments(whole);
  return Text{std::move(further), !whole};
}

// An accepted connection: the peer is known, our own end is not.
std::optional<Text> CallValues::peer_tuple() const {
  const auto peer = decode_socket_address(call_.address());
  const bool accepted = kind_.name == "accept" || kind_.name == "accept4";
  if (!accepted || !call_.succeeded() || !peer || peer->family == kFamilyUnix) return std::nullopt;
  if (peer->family != kFamilyInet && peer->family != kFamilyInet6) return std::nullopt;
  SocketTuple tuple;
  tuple.family = peer->family;
  tuple.source = peer->endpoint;
  Text text;
  append_socket_tuple(text.bytes, tuple);
  return text;
}

std::optional<Text> CallValues::text(const Param& param) {
  const CaptureFrom& from = param.from;
  if (!applies(from)) return std::nullopt;
  switch (from.op) {
    case From::kString:
      if (names_path(param)) return path();
      if (kind_.name == "delete_module") return said(call_.module_name());
      if (kind_.name.starts_with("symlink") && !call_.paths().empty() &&
          call_.paths().front().nametype == "UNKNOWN")
        return said(call_.paths().front().name);
      return std::nullopt;
    case From::kSockAddr:
      return said(call_.address());
    case From::kTuple:
      return peer_tuple();
    case From::kTask:
      return task_text(from.member);
    case From::kExec:
      return program_text(from.member);
    default:
      return std::nullopt;
  }
}

}  // namespace

void append_call_event(BlockBuilder& builder, const EventKind& kind, const AuditCall& call, uint64_t time) {
  const int64_t pid = call.number("pid").value_or(0);
  builder.begin(kind.id, {pid, pid, 0}, time, 0);
  CallValues values(kind, call);
  for (size_t index = 0; index < kind.params.size(); ++index) {
    const Param& param = kind.params[index];
    if (storage_of(param.type) == Storage::kText) {
      const auto text = values.text(param);
      if (text) builder.text(index, text->bytes, text->cut ? Mark::kTruncated : Mark::kPresent);
    } else if (const auto number = values.number(param)) {
      builder.integer(index, narrowed(param, *number));
    }
  }
  builder.end();
}

}  // namespace sysreel
