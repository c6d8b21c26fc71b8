#include "replayer/audit/learn_process.h"

#include <algorithm>

#include "format/audit/audit_value.h"
#include "format/catalogue/packed_address.h"

namespace sysreel {
namespace {

uint32_t as_id(int64_t number) {
  return static_cast<uint32_t>(number);
}

bool set_id(uint32_t& place, std::optional<int64_t> number) {
  if (!number || place == as_id(*number)) return false;
  place = as_id(*number);
  return true;
}

bool learn_credentials(const AuditCall& call, Thread& thread) {
  bool changed = set_id(thread.uid, call.number("euid"));
  changed |= set_id(thread.gid, call.number("egid"));
  changed |= set_id(thread.login_uid, call.number("auid"));
  changed |= set_id(thread.tty, call.terminal());
  return changed;
}

// ENRICHED records name the accounts of their numbers; interpreted ones have a name alone, of which only
// root's number is known.
bool learn_account(State& state, const AuditCall& call, std::string_view number, std::string_view name) {
  const auto uid = call.number(number);
  auto text = call.field(name);
  if (const auto own = call.field(number); !text && own == "root") text = own;
  if (!uid || !text || *uid == kAuditUnset || text->empty() || text->starts_with("unknown(")) return false;
  const User* const known = state.accounts.user({}, as_id(*uid));
  if (known != nullptr) return false;
  User user;
  user.name = *text;
  state.accounts.set_user({}, as_id(*uid), std::move(user));
  return true;
}

bool learn_parent(State& state, const AuditCall& call, Thread& thread) {
  const int64_t number = call.number("ppid").value_or(0);
  if (number <= 0 || number == thread.pid) return false;
  Thread& parent = state.thread_of({number, number, 0});
  if (thread.parent == &parent) return false;
  state.threads.set_parent(thread, &parent);
  return true;
}

// The title is what the program calls itself, cut at 128 bytes: the best there is where no exec was seen.
Ref<Image> program_of(const AuditCall& call, const Thread& thread) {
  const Thread* const parent = thread.parent;
  const bool forked =
      !thread.image && parent != nullptr && parent->image && parent->image->path == call.exe();
  if (forked) return parent->image;
  auto image = Ref<Image>::make();
  image->path = call.exe();
  const std::string& title = call.title();
  const size_t end = std::min(title.find('\0'), title.size());
  image->exe = title.empty() ? call.exe() : title.substr(0, end);
  if (end < title.size()) {
    image->arguments = title.substr(end + 1);
    if (!image->arguments.empty() && image->arguments.back() != '\0') image->arguments += '\0';
  }
  return image;
}

// Of a program that an exec told, only another executable says that the process is no longer the same.
bool learn_program(const AuditCall& call, Thread& thread) {
  if (call.exe().empty()) return false;
  const bool told = thread.image && thread.image->path == call.exe();
  if (!told) thread.image = program_of(call, thread);
  if (!told && !call.comm().empty()) thread.comm = call.comm();
  return !told;
}

bool learn_directory(State& state, const AuditCall& call, Thread& thread) {
  if (call.cwd().empty()) return false;
  std::string directory = call.cwd();
  if (directory.back() != '/') directory += '/';
  WorkingDirectory& known = state.directory_of(thread);
  if (known.current == directory) return false;
  known.current = std::move(directory);
  return true;
}

FdType socket_type(uint8_t family) {
  if (family == kFamilyInet) return FdType::kIpv4;
  if (family == kFamilyInet6) return FdType::kIpv6;
  return family == kFamilyUnix ? FdType::kUnix : FdType::kUnknown;
}

// The call that made the socket was not watched; that it is one is known from the address that it is given.
void learn_socket(State& state, const EventKind& kind, const AuditCall& call, Thread& thread) {
  const auto address = decode_socket_address(call.address());
  const auto fd = call.argument(0);
  if (!address || !fd || *fd > DescriptorTable::kMaxNumber) return;
  if (kind.name != "connect" && kind.name != "bind" && kind.name != "sendto") return;
  const FdType type = socket_type(address->family);
  const Descriptor* const known = thread.descriptor(static_cast<int64_t>(*fd));
  const bool fits = known != nullptr && (known->type == type || known->is_ip() || known->is_server());
  if (type == FdType::kUnknown || fits) return;
  Descriptor* const socket = state.descriptors_of(thread).put(static_cast<int64_t>(*fd));
  if (socket != nullptr) socket->type = type;
}

}  // namespace

void learn_process(State& state, const EventKind& kind, const AuditCall& call) {
  const int64_t pid = call.number("pid").value_or(0);
  if (pid <= 0) return;
  Thread& thread = state.thread_of({pid, pid, 0});
  state.threads.pin(&thread);
  bool changed = learn_parent(state, call, thread);
  changed |= learn_credentials(call, thread);
  // A call that starts a program is told with what it started.
  const bool starts = (kind.name == "execve" || kind.name == "execveat") && call.succeeded();
  if (!starts) changed |= learn_program(call, thread);
  changed |= learn_directory(state, call, thread);
  learn_socket(state, kind, call, thread);
  thread.known = thread.known || thread.image;
  if (changed) state.threads.touch(thread);
  bool named = learn_account(state, call, "uid", "UID");
  named |= learn_account(state, call, "euid", "EUID");
  named |= learn_account(state, call, "auid", "AUID");
  if (named) state.forget_all_answers();
}

}  // namespace sysreel
