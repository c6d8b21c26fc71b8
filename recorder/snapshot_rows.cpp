#include "recorder/snapshot_rows.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <cassert>
#include <optional>
#include <string_view>

#include "recorder/native_arch.h"

namespace sysreel {
namespace {

constexpr uint32_t kExeWritable = 1;
constexpr uint32_t kExeFromMemfd = 4;
constexpr uint64_t kMayOverride = 1U << 1 | 1U << 3;  // CAP_DAC_OVERRIDE, CAP_FOWNER
constexpr uint8_t kTcpListen = 10;

enum class Role : uint8_t { kNone = 0, kServer = 's', kClient = 'c', kListening = 'l' };

struct LinkLetter {
  std::string_view prefix;
  char letter;
};

constexpr LinkLetter kLinkLetters[] = {
    {"pipe:", 'p'},
    {"anon_inode:[eventfd]", 'e'},
    {"anon_inode:[signalfd]", 's'},
    {"anon_inode:[timerfd]", 't'},
    {"anon_inode:inotify", 'i'},
    {"anon_inode:[eventpoll]", 'l'},
    {"anon_inode:bpf", 'b'},
    {"anon_inode:[pidfd]", 'P'},
    {"anon_inode:[userfaultfd]", 'U'},
    {"anon_inode:[io_uring]", 'r'},
    {"/memfd:", 'm'},
};

// As exe_is_writable() of the BPF programs.
uint32_t exe_flags(const ScannedThread& thread) {
  uint32_t flags = 0;
  if (thread.exe_path && thread.exe_path->starts_with("/memfd:")) flags |= kExeFromMemfd;
  if (!thread.exe_mode || !thread.exe_uid || !thread.exe_gid) return flags;
  const bool may_override = (thread.status.cap_effective.value_or(0) & kMayOverride) != 0;
  const bool owner = thread.status.fsuid == thread.exe_uid;
  const bool group = thread.status.fsgid == thread.exe_gid;
  const bool by_mode = (*thread.exe_mode & (group ? S_IWGRP : S_IWOTH)) != 0;
  if (may_override || owner || by_mode) flags |= kExeWritable;
  return flags;
}

uint8_t file_state(const ScannedDescriptor& descriptor) {
  uint8_t state = 0;
  if ((descriptor.info.flags.value_or(0) & O_CLOEXEC) != 0) state |= kFileCloseOnExec;
  if (descriptor.links == 0 && S_ISREG(descriptor.mode)) state |= kFileUnlinked;
  if (descriptor.link.starts_with("/memfd:")) state |= kFileMemfd;
  return state;
}

bool has_peer(const ScannedSocket& socket) {
  const size_t half = socket.family == AF_INET6 ? 18 : 6;
  return socket.tuple.size() == 1 + 2 * half &&
         socket.tuple.find_first_not_of('\0', 1 + half) != std::string::npos;
}

Role role_of(const ScannedSocket& socket) {
  if (socket.family != AF_INET && socket.family != AF_INET6) return Role::kNone;
  if (socket.protocol == IPPROTO_TCP && socket.state == kTcpListen) return Role::kListening;
  return has_peer(socket) ? Role::kClient : Role::kNone;
}

}  // namespace

// One row under construction: values by the parameter's name. A name that the kind does not have is our bug.
class SnapshotRows::Row {
 public:
  Row(SnapshotRows& rows, std::string_view kind, const ThreadEntry& thread)
      : builder_(rows.builder_), kind_(rows.catalogue_.kind(rows.catalogue_.find(kind))) {
    builder_.begin(kind_.id, thread, rows.time_, 0);
  }
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;
  ~Row() { builder_.end(); }

  template <typename T>
  requires std::is_integral_v<T>
  void set(std::string_view name, T value) { builder_.integer(index(name), static_cast<int64_t>(value)); }
  template <typename T>
  requires std::is_integral_v<T>
  void set(std::string_view name, const std::optional<T>& value) {
    if (value) set(name, *value);
  }
  void set(std::string_view name, std::string_view value) { builder_.text(index(name), value); }
  void set(std::string_view name, const std::optional<std::string>& value) {
    if (value) set(name, std::string_view(*value));
  }

 private:
  size_t index(std::string_view name) const {
    const int found = kind_.param_index(name);
    assert(found >= 0);
    return static_cast<size_t>(found);
  }
  BlockBuilder& builder_;
  const EventKind& kind_;
};

SnapshotRows::SnapshotRows(const Catalogue& catalogue, uint64_t time)
    : catalogue_(catalogue),
      builder_(catalogue, EventSource::kSyscall, NumberSpace::kKernel, kNativeArch),
      time_(time) {}

void SnapshotRows::set_credentials(Row& row, const ProcStatus& status) {
  row.set("cap_inheritable", status.cap_inheritable);
  row.set("cap_permitted", status.cap_permitted);
  row.set("cap_effective", status.cap_effective);
  row.set("cap_bounding", status.cap_bounding);
  row.set("cap_ambient", status.cap_ambient);
  row.set("uid", status.uid);
  row.set("gid", status.gid);
  row.set("ruid", status.ruid);
  row.set("rgid", status.rgid);
  row.set("suid", status.suid);
  row.set("sgid", status.sgid);
  row.set("fsuid", status.fsuid);
  row.set("fsgid", status.fsgid);
}

void SnapshotRows::set_namespaces(Row& row, const ScannedThread& thread) {
  row.set("ns_mnt", thread.ns_mnt);
  row.set("ns_pid", thread.ns_pid);
  row.set("ns_net", thread.ns_net);
  row.set("ns_user", thread.ns_user);
  row.set("ns_uts", thread.ns_uts);
  row.set("ns_ipc", thread.ns_ipc);
  row.set("ns_cgroup", thread.ns_cgroup);
}

void SnapshotRows::add_thread(const ScannedThread& thread) {
  Row row(*this, "snapshot.thread", ThreadEntry{thread.tid, thread.pid, thread.start_time});
  const ProcStatus& status = thread.status;
  row.set("tid", thread.tid);
  row.set("pid", thread.pid);
  row.set("ptid", thread.stat.ppid);
  row.set("sid", thread.stat.sid);
  row.set("pgid", thread.stat.pgid);
  row.set("vtid", status.vtid);
  row.set("vpid", status.vpid);
  row.set("vpgid", status.vpgid);
  row.set("vsid", status.vsid);
  row.set("start_time", thread.start_time);
  row.set("thread_start_time", thread.thread_start_time);
  row.set("clone_time", thread.thread_start_time);
  row.set("tty", thread.stat.tty);
  row.set("comm", std::string_view(thread.stat.comm));
  row.set("exepath", thread.exe_path);
  row.set("cwd", thread.cwd);
  row.set("root", thread.root);
  if (thread.args) {
    const std::string_view all = *thread.args;
    const size_t first = all.find('\0');
    row.set("exe", all.substr(0, first));
    row.set("args", first == std::string_view::npos ? std::string_view{} : all.substr(first + 1));
  }
  row.set("env", thread.env);
  row.set("flags", exe_flags(thread));
  row.set("exe_ino", thread.exe_ino);
  row.set("exe_dev", thread.exe_dev);
  row.set("exe_mode", thread.exe_mode);
  row.set("exe_ino_ctime", thread.exe_ctime);
  row.set("exe_ino_mtime", thread.exe_mtime);
  set_credentials(row, status);
  row.set("loginuid", thread.loginuid);
  row.set("sessionid", thread.sessionid);
  row.set("fdlimit", thread.fdlimit);
  row.set("cgroups", thread.cgroups);
  row.set("vm_size", status.vm_size);
  row.set("vm_rss", status.vm_rss);
  row.set("vm_swap", status.vm_swap);
  row.set("pgft_maj", thread.stat.major_faults);
  row.set("pgft_min", thread.stat.minor_faults);
  set_namespaces(row, thread);
  row.set("child_in_pidns", status.in_pidns);
  row.set("no_new_privs", status.no_new_privs);
  row.set("seccomp", status.seccomp);
}

char descriptor_letter(const ScannedDescriptor& descriptor) {
  for (const auto& [prefix, letter] : kLinkLetters)
    if (descriptor.link.starts_with(prefix)) return letter;
  if (descriptor.link.starts_with("socket:")) {
    if (!descriptor.socket) return 'o';
    switch (descriptor.socket->family) {
      case AF_INET:
        return '4';
      case AF_INET6:
        return '6';
      case AF_UNIX:
        return 'u';
      case AF_NETLINK:
        return 'n';
      default:
        return 'o';
    }
  }
  if (descriptor.link.starts_with("anon_inode:")) return 'o';
  if (S_ISFIFO(descriptor.mode)) return 'p';
  if (S_ISDIR(descriptor.mode)) return 'd';
  return 'f';
}

void SnapshotRows::add_descriptor(const ScannedThread& owner, const ScannedDescriptor& descriptor) {
  Row row(*this, "snapshot.fd", ThreadEntry{owner.tid, owner.pid, owner.start_time});
  row.set("fd", descriptor.fd);
  row.set("fd_type", static_cast<uint8_t>(descriptor_letter(descriptor)));
  row.set("path", std::string_view(descriptor.link));
  if (!descriptor.socket) {
    std::string_view name = descriptor.link;
    constexpr std::string_view kDeleted = " (deleted)";
    if (name.ends_with(kDeleted)) name.remove_suffix(kDeleted.size());
    row.set("name", name);
  }
  row.set("open_flags", descriptor.info.flags);
  row.set("file_state", file_state(descriptor));
  row.set("mode", descriptor.mode);
  row.set("dev", descriptor.dev);
  row.set("ino", descriptor.ino);
  row.set("mnt_id", descriptor.info.mount_id);
  row.set("pos", descriptor.info.position);
  row.set("target_pid", descriptor.info.pid);
  row.set("event_fd", descriptor.info.event_target);
  row.set("net_ns", owner.ns_net);
  if (!descriptor.socket) return;
  const ScannedSocket& socket = *descriptor.socket;
  row.set("domain", socket.family);
  row.set("type", socket.type);
  row.set("protocol", socket.protocol);
  if (!socket.tuple.empty()) row.set("tuple", std::string_view(socket.tuple));
  if (const Role role = role_of(socket); role != Role::kNone) row.set("role", static_cast<uint8_t>(role));
  if (socket.protocol == IPPROTO_TCP) row.set("connect_state", socket.state);
}

void SnapshotRows::add_user(const AccountUser& user) {
  Row row(*this, "snapshot.user", ThreadEntry{});
  row.set("uid", user.uid);
  row.set("gid", user.gid);
  row.set("name", std::string_view(user.name));
  row.set("home", std::string_view(user.home));
  row.set("shell", std::string_view(user.shell));
}

void SnapshotRows::add_group(const AccountGroup& group) {
  Row row(*this, "snapshot.group", ThreadEntry{});
  row.set("gid", group.gid);
  row.set("name", std::string_view(group.name));
}

void SnapshotRows::add_mount(uint64_t mount_namespace, const ScannedMount& mount) {
  Row row(*this, "snapshot.mount", ThreadEntry{});
  row.set("ns_mnt", mount_namespace);
  row.set("mnt_id", mount.id);
  row.set("parent_id", mount.parent);
  row.set("dev", mount.dev);
  row.set("root", std::string_view(mount.root));
  row.set("dir", std::string_view(mount.directory));
  row.set("options", std::string_view(mount.options));
  row.set("fs_type", std::string_view(mount.type));
  row.set("source", std::string_view(mount.source));
  row.set("super_options", std::string_view(mount.super_options));
}

void SnapshotRows::add_socket(uint64_t net_namespace, uint64_t inode, const ScannedSocket& socket) {
  Row row(*this, "snapshot.socket", ThreadEntry{});
  row.set("net_ns", net_namespace);
  row.set("domain", socket.family);
  row.set("type", socket.type);
  row.set("protocol", socket.protocol);
  if (!socket.tuple.empty()) row.set("tuple", std::string_view(socket.tuple));
  if (const Role role = role_of(socket); role != Role::kNone) row.set("role", static_cast<uint8_t>(role));
  if (socket.protocol == IPPROTO_TCP) row.set("connect_state", socket.state);
  row.set("ino", inode);
  row.set("uid", socket.uid);
}

void SnapshotRows::add_interface(uint64_t net_namespace, const ScannedInterface& interface) {
  Row row(*this, "snapshot.interface", ThreadEntry{});
  row.set("net_ns", net_namespace);
  row.set("name", std::string_view(interface.name));
  row.set("index", interface.index);
  row.set("flags", interface.flags);
  row.set("family", interface.family);
  row.set("address", std::string_view(interface.address));
  if (!interface.netmask.empty()) row.set("netmask", std::string_view(interface.netmask));
  if (!interface.broadcast.empty()) row.set("broadcast", std::string_view(interface.broadcast));
}

void SnapshotRows::add_container(std::string_view json) {
  Row row(*this, "snapshot.container", ThreadEntry{});
  row.set("json", json);
}

EventBlock SnapshotRows::take() {
  EventBlock block;
  builder_.take(block);
  return block;
}

}  // namespace sysreel
