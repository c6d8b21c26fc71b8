#include "recorder/task_records.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "bpf/snapshot_abi.h"
#include "recorder/wire_text.h"

namespace sysreel {
namespace {

// The head of the next record and what follows it; nullopt: no whole record is left.
template <typename Head>
std::optional<std::pair<Head, std::span<const uint8_t>>> next_record(std::span<const uint8_t>& bytes) {
  Head head{};
  if (bytes.size() < sizeof(head)) return std::nullopt;
  std::memcpy(&head, bytes.data(), sizeof(head));
  if (head.size < sizeof(head) || head.size > bytes.size()) return std::nullopt;
  const std::span<const uint8_t> rest = bytes.subspan(sizeof(head), head.size - sizeof(head));
  bytes = bytes.subspan(head.size);
  return std::pair(head, rest);
}

std::string text_of(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// `length` bytes from the front of `bytes`; nullopt where they could not be read.
std::optional<std::span<const uint8_t>> take(std::span<const uint8_t>& bytes, uint32_t length) {
  if (length == REEL_SCAN_UNREAD || length > bytes.size()) return std::nullopt;
  const std::span<const uint8_t> front = bytes.first(length);
  bytes = bytes.subspan(length);
  return front;
}

std::optional<std::string> take_path(std::span<const uint8_t>& bytes, uint32_t length) {
  const auto components = take(bytes, length);
  if (!components) return std::nullopt;
  constexpr uint8_t kRoot[] = {'/', 0};  // by its own name
  if (std::ranges::equal(*components, kRoot)) return "/";
  std::string path;
  append_path(*components, path);
  return path;
}

ProcStatus status_of(const reel_scanned_task& task) {
  ProcStatus status;
  status.pid = task.pid;
  status.vpid = task.vpid;
  status.vtid = task.vtid;
  status.vpgid = task.vpgid;
  status.vsid = task.vsid;
  status.ruid = task.uids[REEL_SCAN_REAL];
  status.uid = task.uids[REEL_SCAN_EFFECTIVE_ID];
  status.suid = task.uids[REEL_SCAN_SAVED];
  status.fsuid = task.uids[REEL_SCAN_FILE_SYSTEM];
  status.rgid = task.gids[REEL_SCAN_REAL];
  status.gid = task.gids[REEL_SCAN_EFFECTIVE_ID];
  status.sgid = task.gids[REEL_SCAN_SAVED];
  status.fsgid = task.gids[REEL_SCAN_FILE_SYSTEM];
  status.cap_inheritable = task.capabilities[REEL_SCAN_INHERITABLE];
  status.cap_permitted = task.capabilities[REEL_SCAN_PERMITTED];
  status.cap_effective = task.capabilities[REEL_SCAN_EFFECTIVE];
  status.cap_bounding = task.capabilities[REEL_SCAN_BOUNDING];
  status.cap_ambient = task.capabilities[REEL_SCAN_AMBIENT];
  status.vm_size = task.vm_size;
  status.vm_rss = task.vm_rss;
  status.vm_swap = task.vm_swap;
  status.seccomp = task.seccomp;
  status.no_new_privs = task.no_new_privs;
  status.in_pidns = (task.flags & REEL_SCAN_IN_PIDNS) != 0;
  return status;
}

void take_program(const reel_scanned_task& task, ScannedThread& thread) {
  if (task.exe_mode == 0) return;
  thread.exe_ino = task.exe_ino;
  thread.exe_ctime = task.exe_ctime;
  thread.exe_mtime = task.exe_mtime;
  thread.exe_dev = task.exe_dev;
  thread.exe_mode = task.exe_mode;
  thread.exe_uid = task.exe_uid;
  thread.exe_gid = task.exe_gid;
}

void take_namespaces(const reel_scanned_task& task, ScannedThread& thread) {
  const std::pair<int, std::optional<uint64_t>*> slots[] = {
      {REEL_SCAN_MNT, &thread.ns_mnt},      {REEL_SCAN_PID, &thread.ns_pid}, {REEL_SCAN_NET, &thread.ns_net},
      {REEL_SCAN_USER, &thread.ns_user},    {REEL_SCAN_UTS, &thread.ns_uts}, {REEL_SCAN_IPC, &thread.ns_ipc},
      {REEL_SCAN_CGROUP, &thread.ns_cgroup}};
  for (const auto& [number, slot] : slots)
    if (task.namespaces[number] != 0) *slot = task.namespaces[number];
}

ScannedThread thread_of(const reel_scanned_task& task, std::span<const uint8_t> texts) {
  ScannedThread thread;
  thread.tid = task.tid;
  thread.pid = task.pid;
  thread.start_time = task.group_start_time;
  thread.thread_start_time = task.start_time;
  thread.stat.comm.assign(task.comm, strnlen(task.comm, sizeof(task.comm)));
  thread.stat.ppid = task.parent_pid;
  thread.stat.pgid = task.pgid;
  thread.stat.sid = task.sid;
  thread.stat.tty = task.tty;
  thread.stat.minor_faults = task.minor_faults;
  thread.stat.major_faults = task.major_faults;
  thread.status = status_of(task);
  thread.fdlimit = task.fdlimit;
  thread.loginuid = task.loginuid;
  thread.sessionid = task.session_id;
  take_program(task, thread);
  take_namespaces(task, thread);
  thread.exe_path = take_path(texts, task.lengths[REEL_SCAN_EXE]);
  thread.cwd = take_path(texts, task.lengths[REEL_SCAN_CWD]);
  thread.root = take_path(texts, task.lengths[REEL_SCAN_ROOT]);
  if (const auto groups = take(texts, task.lengths[REEL_SCAN_CGROUPS])) {
    thread.cgroups.emplace();
    append_cgroups(*groups, *thread.cgroups);
  }
  if (const auto arguments = take(texts, task.lengths[REEL_SCAN_ARGS])) thread.args = text_of(*arguments);
  return thread;
}

ScannedSocket socket_of(const reel_scanned_file& file) {
  ScannedSocket socket;
  socket.family = file.family;
  socket.type = file.type;
  socket.protocol = file.protocol;
  socket.state = static_cast<uint8_t>(file.state);
  socket.uid = file.uid;
  const std::string_view tuple(reinterpret_cast<const char*>(file.tuple),
                               std::min<size_t>(file.tuple_size, sizeof(file.tuple)));
  if (file.family == AF_UNIX) {
    char pair[16];
    std::memcpy(pair, &file.ino, sizeof(file.ino));
    std::memcpy(pair + 8, &file.peer_ino, sizeof(file.peer_ino));
    socket.tuple.push_back(AF_UNIX);
    socket.tuple.append(pair, sizeof(pair));
    append_unix_path(tuple, socket.tuple);
  } else {
    socket.tuple = tuple;
  }
  return socket;
}

ScannedDescriptor descriptor_of(const reel_scanned_file& file, std::span<const uint8_t> link) {
  ScannedDescriptor descriptor;
  descriptor.fd = static_cast<int32_t>(file.fd);
  descriptor.link = text_of(link);
  descriptor.info.position = file.position;
  descriptor.info.flags = file.flags;
  descriptor.info.mount_id = file.mount_id;
  descriptor.mode = file.mode;
  descriptor.dev = file.dev;
  descriptor.ino = file.ino;
  descriptor.links = file.links;
  if (file.family != 0) descriptor.socket = socket_of(file);
  return descriptor;
}

bool listens(const reel_scanned_file& file) {
  constexpr uint32_t kTcpListen = 10;
  return (file.family == AF_INET || file.family == AF_INET6) && file.protocol == IPPROTO_TCP &&
         file.state == kTcpListen;
}

}  // namespace

std::vector<ScannedThread> read_task_records(std::span<const uint8_t> bytes) {
  std::vector<ScannedThread> threads;
  while (const auto record = next_record<reel_scanned_task>(bytes))
    threads.push_back(thread_of(record->first, record->second));
  return threads;
}

std::map<int64_t, std::string> read_environment_records(std::span<const uint8_t> bytes) {
  std::map<int64_t, std::string> environments;
  while (const auto record = next_record<reel_scanned_environment>(bytes))
    environments.emplace(record->first.tid, text_of(record->second));
  return environments;
}

void read_file_records(std::span<const uint8_t> bytes, TaskScan& scan) {
  std::unordered_map<int64_t, ScannedThread*> threads;
  for (ScannedThread& thread : scan.threads) threads.emplace(thread.tid, &thread);
  while (const auto record = next_record<reel_scanned_file>(bytes)) {
    const reel_scanned_file& file = record->first;
    if (listens(file)) scan.listeners.push_back({file.net_ns, file.ino, socket_of(file)});
    if (file.wanted == 0) continue;
    if (const auto owner = threads.find(file.tid); owner != threads.end())
      owner->second->descriptors.push_back(descriptor_of(file, record->second));
  }
}

}  // namespace sysreel
