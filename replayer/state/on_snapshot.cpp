// What the recorder found when it looked. A scan describes objects of which no event has told: an event is
// always the better witness, so a thread that is already known keeps what is known, descriptors included.
#include "format/capture_item.h"
#include "replayer/state/container_id.h"
#include "replayer/state/flag_bits.h"
#include "replayer/state/handlers.h"
#include "replayer/state/socket_change.h"

namespace sysreel {
namespace {

uint64_t unsigned_of(const Step& row, P param) {
  return static_cast<uint64_t>(row.number(param));
}

void read_image(const Step& row, Image& image) {
  image.exe = row.text(P::kExe);
  image.path = without_deleted(row.text(P::kExepath));
  image.arguments = arguments_in(row.event.block(), row.text(P::kArgs));
  image.environment = row.text(P::kEnv);
  const int64_t flags = row.number(P::kFlags);
  image.writable = (flags & 1) != 0;
  image.upper_layer = (flags & 2) != 0;
  image.from_memfd = (flags & 4) != 0;
  image.lower_layer = (flags & 8) != 0;
  image.inode = unsigned_of(row, P::kExeIno);
  image.inode_ctime = unsigned_of(row, P::kExeInoCtime);
  image.inode_mtime = unsigned_of(row, P::kExeInoMtime);
}

void read_numbers(const Step& row, Thread& thread) {
  thread.sid = row.number_or(P::kSid, -1);
  thread.pgid = row.number_or(P::kPgid, -1);
  thread.vpgid = row.number_or(P::kVpgid, -1);
  thread.vtid = row.number_or(P::kVtid, -1);
  thread.vpid = row.number_or(P::kVpid, -1);
  thread.tty = static_cast<uint32_t>(row.number(P::kTty));
  thread.uid = static_cast<uint32_t>(row.number_or(P::kUid, kNoId));
  thread.gid = static_cast<uint32_t>(row.number_or(P::kGid, kNoId));
  thread.login_uid = static_cast<uint32_t>(row.number_or(P::kLoginuid, kNoId));
  thread.capabilities = {unsigned_of(row, P::kCapInheritable), unsigned_of(row, P::kCapPermitted),
                         unsigned_of(row, P::kCapEffective)};
  thread.fd_limit = row.number_or(P::kFdlimit, -1);
  thread.vm_size = unsigned_of(row, P::kVmSize);
  thread.vm_rss = unsigned_of(row, P::kVmRss);
  thread.vm_swap = unsigned_of(row, P::kVmSwap);
  thread.major_faults = unsigned_of(row, P::kPgftMaj);
  thread.minor_faults = unsigned_of(row, P::kPgftMin);
  thread.in_pid_namespace = row.number(P::kChildInPidns) != 0;
  thread.subreaper = row.number(P::kSubreaper) != 0;
}

void share_with_leader(Thread& thread, const Image& found) {
  const Thread* leader = thread.leader;
  if (leader == nullptr || leader == &thread) return;
  if (found.exe.empty() && leader->image) thread.image = leader->image;
  if (!thread.cgroups) thread.cgroups = leader->cgroups;
}

FdType type_of_letter(int64_t letter, bool listening) {
  switch (letter) {
    case '4':
      return listening ? FdType::kIpv4Server : FdType::kIpv4;
    case '6':
      return listening ? FdType::kIpv6Server : FdType::kIpv6;
    case 'U':
      return FdType::kUserfault;
    default:
      break;
  }
  for (int type = 0; type <= static_cast<int>(FdType::kUnsupported); ++type) {
    if (letter_of(static_cast<FdType>(type)) == letter) return static_cast<FdType>(type);
  }
  return FdType::kUnknown;
}

L4Proto l4proto_of(const Step& row) {
  constexpr int64_t kRawType = 3;
  if (row.number(P::kType) == kRawType) return L4Proto::kRaw;
  switch (row.number(P::kProtocol)) {
    case 6:
      return L4Proto::kTcp;
    case 17:
      return L4Proto::kUdp;
    case 1:
    case 58:
      return L4Proto::kIcmp;
    case 255:
      return L4Proto::kRaw;
    default:
      break;
  }
  const int64_t falco = row.number(P::kL4proto);
  return falco >= 0 && falco <= static_cast<int64_t>(L4Proto::kRaw) ? static_cast<L4Proto>(falco)
                                                                    : L4Proto::kUnknown;
}

void read_socket(const Step& row, Descriptor& descriptor) {
  descriptor.l4proto = l4proto_of(row);
  const int64_t role = row.number(P::kRole);
  descriptor.role = role == 'c' ? SocketRole::kClient : role == 's' ? SocketRole::kServer : SocketRole::kNone;
  // A scan does not tell who connected; Falco takes the end with a path for the server.
  if (descriptor.type == FdType::kUnix && descriptor.role == SocketRole::kNone)
    descriptor.role = descriptor.name.empty() ? SocketRole::kClient : SocketRole::kServer;
  const auto tuple = decode_tuple(row.text(P::kTuple));
  if (!tuple) return;
  descriptor.source_pointer = tuple->first_id;
  descriptor.destination_pointer = tuple->second_id;
  // Packed with the local end first; Falco's source is the client.
  const bool server = descriptor.role == SocketRole::kServer && !descriptor.is_server();
  descriptor.source = server ? tuple->destination : tuple->source;
  descriptor.destination = server ? tuple->source : tuple->destination;
  if (descriptor.is_server()) {
    descriptor.destination = tuple->source;
    descriptor.source = {};
  }
  constexpr int64_t kEstablished = 1;
  if (descriptor.is_ip() && row.number(P::kConnectState) == kEstablished) {
    descriptor.connection = ConnectionState::kConnected;
  }
  if (!descriptor.name.empty()) return;
  if (descriptor.is_ip()) set_connection_name(descriptor);
  if (descriptor.is_server()) set_server_name(descriptor, tuple->source, descriptor.is_v6());
}

}  // namespace

void State::load_thread(const Step& row) {
  const ThreadEntry& named = row.event.thread();
  const ThreadEntry entry{row.number_or(P::kTid, named.tid), row.number_or(P::kPid, named.pid),
                          row.has(P::kStartTime) ? unsigned_of(row, P::kStartTime) : named.start_time};
  if (entry.tid <= 0) return;
  Thread& thread = thread_of(entry);
  if (thread.known) return;
  scanned_.insert(entry.tid);
  if (entry.pid > 0) threads.set_group(thread, entry.pid);
  auto image = Ref<Image>::make();
  read_image(row, *image);
  thread.image = image;
  thread.comm = row.text(P::kComm);
  thread.cgroups.reset();
  if (row.has(P::kCgroups)) take_cgroups(thread, row.text(P::kCgroups));
  read_numbers(row, thread);
  thread.ptid = row.number(P::kPtid);
  const uint64_t started =
      unsigned_of(row, row.has(P::kThreadStartTime) ? P::kThreadStartTime : P::kStartTime);
  if (started != 0) thread.clone_time = wall_time(started);
  if (row.has(P::kPidnsInitStartTs))
    thread.pidns_start_time = wall_time(unsigned_of(row, P::kPidnsInitStartTs));
  if (image->inode_ctime != 0 && thread.clone_time != 0) {
    thread.exe_ctime_to_start = static_cast<int64_t>(thread.clone_time - image->inode_ctime);
  }
  share_with_leader(thread, *image);
  if (row.has(P::kCwd) && thread.is_leader()) {
    WorkingDirectory& directory = directory_of(thread);
    directory.current = row.text(P::kCwd);
    if (!directory.current.empty() && directory.current.back() != '/') directory.current += '/';
    if (row.has(P::kRoot)) directory.root = row.text(P::kRoot);
  }
  thread.known = true;
  thread.from_snapshot = true;
}

void State::load_descriptor(const Step& row) {
  const ThreadEntry& owner = row.event.thread();
  if (scanned_.count(owner.tid) == 0) return;
  Thread* thread = threads.find(owner.tid);
  if (thread == nullptr || !row.has(P::kFd)) return;
  DescriptorTable& table = descriptors_of(*thread);
  if (table.find(row.number(P::kFd)) != nullptr) return;
  Descriptor* descriptor = table.put(row.number(P::kFd));
  if (descriptor == nullptr) return;
  descriptor->from_snapshot = true;
  descriptor->type = type_of_letter(row.number(P::kFdType), row.number(P::kRole) == 'l');
  descriptor->name = row.has(P::kName) ? row.text(P::kName) : row.text(P::kPath);
  descriptor->device = static_cast<uint32_t>(row.number(P::kDev));
  descriptor->inode = unsigned_of(row, P::kIno);
  descriptor->pid = row.number(P::kTargetPid);
  const int64_t state = row.number(P::kFileState);
  descriptor->upper_layer = (state & kFileUpperLayer) != 0;
  descriptor->lower_layer = (state & kFileLowerLayer) != 0;
  descriptor->close_on_exec =
      (state & kFileCloseOnExec) != 0 || has_bit(row.event.block(), row.number(P::kOpenFlags), kOpenCloexec);
  if (descriptor->is_ip() || descriptor->is_server() || descriptor->type == FdType::kUnix) {
    read_socket(row, *descriptor);
  }
}

void State::load_account(const Step& row) {
  const std::string_view container = row.text(P::kContainerId);
  const auto gid = static_cast<uint32_t>(row.number(P::kGid));
  if (row.place(P::kUid) < 0) {
    accounts.set_group(container, gid, row.text(P::kName));
    return;
  }
  accounts.set_user(container, static_cast<uint32_t>(row.number(P::kUid)),
                    {gid, std::string(row.text(P::kName)), std::string(row.text(P::kHome)),
                     std::string(row.text(P::kShell))});
}

void State::link_parents() {
  std::vector<Thread*> orphans;
  threads.for_each([&](Thread& thread) {
    if (thread.parent == nullptr && thread.ptid > 0 && thread.known) orphans.push_back(&thread);
  });
  threads.for_each([&](Thread& thread) {
    if (thread.leader == nullptr || thread.leader == &thread) return;
    descriptors_of(thread);  // the leader's, also when its row came later
    directory_of(thread);
  });
  for (Thread* thread : orphans) {
    Thread* parent = threads.find(thread->ptid);
    if (parent != nullptr && parent != thread) threads.set_parent(*thread, parent);
  }
}

void State::load_snapshot(const Snapshot& snapshot) {
  if (snapshot.part == 1) scanned_.clear();
  begin_block(snapshot.rows);
  const KindId thread_kind = catalogue_.find("snapshot.thread");
  const KindId fd_kind = catalogue_.find("snapshot.fd");
  const KindId user_kind = catalogue_.find("snapshot.user");
  const KindId group_kind = catalogue_.find("snapshot.group");
  const KindId container_kind = catalogue_.find("snapshot.container");
  const KindId interface_kind = catalogue_.find("snapshot.interface");
  for (size_t i = 0; i < snapshot.rows.size(); ++i) {
    const EventRef event(snapshot.rows, i);
    const Step row(event, catalogue_.kind(event.kind()), places_);
    if (event.kind() == thread_kind) {
      load_thread(row);
    } else if (event.kind() == fd_kind) {
      load_descriptor(row);
    } else if (event.kind() == user_kind || event.kind() == group_kind) {
      load_account(row);
    } else if (event.kind() == container_kind) {
      containers.set(row.text(P::kJson));
    } else if (event.kind() == interface_kind) {
      interfaces.add(row.text(P::kAddress), row.text(P::kNetmask));
    }
  }
  link_parents();
  forget_all_answers();
}

}  // namespace sysreel
