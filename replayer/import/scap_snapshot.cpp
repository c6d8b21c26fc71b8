#include "replayer/import/scap_snapshot.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <string>

#include "replayer/import/scap_codes.h"

namespace sysreel {
namespace {

// Letters of snapshot.fd by ScapFdType.
constexpr std::array<char, kScapFdTypes> kLetters = {'o', 'f', 'd', '4', '6', '4', '6', 'p', 'u', 'e', 'o',
                                                     's', 'l', 'i', 't', 'n', 'f', 'b', 'U', 'r', 'm', 'P'};

enum ExecFlag : uint32_t {
  kWritable = 1U << 0U,
  kUpperLayer = 1U << 1U,
  kMemfd = 1U << 2U,
  kLowerLayer = 1U << 3U
};
constexpr uint32_t kCloneChildInPidns = 1U << 29U;
constexpr uint8_t kFamilyUnix = 1;
constexpr uint8_t kFamilyIpv4 = 2;
constexpr uint8_t kFamilyIpv6 = 10;

void append_port(std::string& out, uint16_t port) {
  out.push_back(static_cast<char>(port & 0xffU));
  out.push_back(static_cast<char>(port >> 8U));
}

void append_u64(std::string& out, uint64_t value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof bytes);
}

// A SOCKTUPLE, local end first; a server has zeros for the other end.
std::string packed_tuple(const ScapDescriptor& fd) {
  std::string tuple;
  if (fd.type == ScapFdType::kUnix) {
    tuple.push_back(static_cast<char>(kFamilyUnix));
    append_u64(tuple, fd.source_pointer);
    append_u64(tuple, fd.destination_pointer);
    tuple += fd.name;
    tuple.push_back('\0');
    return tuple;
  }
  tuple.push_back(static_cast<char>(fd.source.size() == 4 ? kFamilyIpv4 : kFamilyIpv6));
  tuple += fd.source;
  append_port(tuple, fd.source_port);
  tuple += fd.destination.empty() ? std::string(fd.source.size(), '\0') : std::string(fd.destination);
  append_port(tuple, fd.destination_port);
  return tuple;
}

std::string_view first_text(std::string_view bytes) {
  return bytes.substr(0, bytes.find('\0'));
}

uint32_t number32(std::string_view bytes) {
  uint32_t value = 0;
  std::memcpy(&value, bytes.data(), std::min(bytes.size(), sizeof value));
  return value;
}

}  // namespace

// One row being filled, by parameter name.
class ScapSnapshot::Row {
 public:
  Row(ScapSnapshot& snapshot, std::string_view kind, const ThreadEntry& thread)
      : builder_(snapshot.builder_), kind_(snapshot.catalogue_.kind(snapshot.catalogue_.find(kind))) {
    builder_.begin(kind_.id, thread, 0, 0);
  }
  ~Row() { builder_.end(); }
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;

  void number(std::string_view name, int64_t value) { builder_.integer(index(name), value); }
  void unsigned_number(std::string_view name, uint64_t value) { number(name, static_cast<int64_t>(value)); }
  void text(std::string_view name, std::string_view value) { builder_.text(index(name), value); }

 private:
  size_t index(std::string_view name) const {
    const int found = kind_.param_index(name);
    assert(found >= 0);
    return static_cast<size_t>(found);
  }
  BlockBuilder& builder_;
  const EventKind& kind_;
};

ScapSnapshot::ScapSnapshot(const Catalogue& catalogue)
    : catalogue_(catalogue),
      builder_(catalogue, EventSource::kSyscall, NumberSpace::kPortable, Arch::kX86_64) {}

bool ScapSnapshot::make_room() {
  if (builder_.raw_bytes() < kPartBytes) return true;
  if (parts_.size() >= kPartsMax) {
    overflowed_ = true;
    return false;
  }
  builder_.take(parts_.emplace_back().rows);
  return true;
}

void ScapSnapshot::add(const ScapInterface& interface) {
  if (!make_room()) return;
  Row row(*this, "snapshot.interface", ThreadEntry{});
  row.text("name", interface.name);
  row.number("family", interface.v6 ? kFamilyIpv6 : kFamilyIpv4);
  row.text("address", interface.address);
  row.text("netmask", interface.netmask);
  row.text("broadcast", interface.broadcast);
  if (interface.speed != 0) row.unsigned_number("speed", interface.speed);
}

void ScapSnapshot::add_user(uint32_t uid, uint32_t gid, std::string_view name, std::string_view home,
                            std::string_view shell, std::string_view container) {
  if (!make_room()) return;
  Row row(*this, "snapshot.user", ThreadEntry{});
  row.number("uid", uid);
  row.number("gid", gid);
  row.text("name", name);
  row.text("home", home);
  row.text("shell", shell);
  if (!container.empty()) row.text("container_id", container);
}

void ScapSnapshot::add_group(uint32_t gid, std::string_view name, std::string_view container) {
  if (!make_room()) return;
  Row row(*this, "snapshot.group", ThreadEntry{});
  row.number("gid", gid);
  row.text("name", name);
  if (!container.empty()) row.text("container_id", container);
}

void ScapSnapshot::add(const ScapAccount& account) {
  if (account.group) {
    add_group(account.gid, account.name, {});
  } else {
    add_user(account.uid, account.gid, account.name, account.home, account.shell, {});
  }
}

void ScapSnapshot::add(const ScapThread& thread) {
  if (!make_room()) return;
  Row row(*this, "snapshot.thread", ThreadEntry{thread.tid, thread.pid, 0});
  row.number("tid", thread.tid);
  row.number("pid", thread.pid);
  row.number("ptid", thread.ptid);
  const std::pair<std::string_view, int64_t> ids[] = {{"sid", thread.sid},
                                                      {"pgid", thread.pgid},
                                                      {"vpgid", thread.vpgid},
                                                      {"vtid", thread.vtid},
                                                      {"vpid", thread.vpid}};
  for (const auto& [name, value] : ids)
    if (value != -1) row.number(name, value);
  row.text("comm", thread.comm);
  row.text("exe", thread.exe);
  row.text("exepath", thread.exepath);
  row.text("args", thread.args);
  row.text("env", thread.env);
  row.text("cwd", thread.cwd);
  if (!thread.root.empty()) row.text("root", thread.root);
  row.text("cgroups", thread.cgroups);
  row.number("fdlimit", thread.fdlimit);
  row.number("uid", thread.uid);
  row.number("gid", thread.gid);
  row.number("loginuid", thread.loginuid);
  row.number("tty", thread.tty);
  row.number("vm_size", thread.vm_size);
  row.number("vm_rss", thread.vm_rss);
  row.number("vm_swap", thread.vm_swap);
  row.unsigned_number("pgft_maj", thread.major_faults);
  row.unsigned_number("pgft_min", thread.minor_faults);
  row.unsigned_number("cap_inheritable", thread.cap_inheritable);
  row.unsigned_number("cap_permitted", thread.cap_permitted);
  row.unsigned_number("cap_effective", thread.cap_effective);
  row.unsigned_number("exe_ino", thread.exe_inode);
  row.unsigned_number("exe_ino_ctime", thread.exe_ctime);
  row.unsigned_number("exe_ino_mtime", thread.exe_mtime);
  if (thread.pidns_init_start != 0) row.unsigned_number("pidns_init_start_ts", thread.pidns_init_start);
  row.number("flags", (thread.exe_writable ? kWritable : 0U) | (thread.exe_upper_layer ? kUpperLayer : 0U) |
                          (thread.exe_from_memfd ? kMemfd : 0U) |
                          (thread.exe_lower_layer ? kLowerLayer : 0U));
  row.number("clone_flags", thread.flags);
  row.number("child_in_pidns", (thread.flags & kCloneChildInPidns) != 0 ? 1 : 0);
}

void ScapSnapshot::add(const ScapDescriptor& fd) {
  if (fd.type == ScapFdType::kIpv4Server || fd.type == ScapFdType::kIpv6Server) {
    server_ports_.set(fd.source_port);
    return add_row(fd, 'l');
  }
  if (fd.type != ScapFdType::kIpv4 || connections_.size() >= kConnectionsMax) return add_row(fd, 0);
  Connection connection{fd.tid, fd.fd, fd.inode, {}, {}, fd.source_port, fd.destination_port, fd.l4proto};
  fd.source.copy(connection.local.data(), connection.local.size());
  fd.destination.copy(connection.remote.data(), connection.remote.size());
  connections_.push_back(connection);
}

// As Falco does, for IPv4 alone: a connection from a port that some process listens on is incoming.
void ScapSnapshot::add_connections() {
  for (const Connection& connection : connections_) {
    ScapDescriptor fd;
    fd.tid = connection.tid;
    fd.fd = connection.fd;
    fd.inode = connection.inode;
    fd.type = ScapFdType::kIpv4;
    fd.source = {connection.local.data(), connection.local.size()};
    fd.destination = {connection.remote.data(), connection.remote.size()};
    fd.source_port = connection.local_port;
    fd.destination_port = connection.remote_port;
    fd.l4proto = connection.l4proto;
    add_row(fd, server_ports_[fd.source_port] ? 's' : 'c');
  }
  connections_.clear();
  server_ports_.reset();
}

void ScapSnapshot::add_row(const ScapDescriptor& fd, char role) {
  if (!make_room()) return;
  Row row(*this, "snapshot.fd", ThreadEntry{fd.tid, fd.tid, 0});
  row.number("fd", fd.fd);
  row.number("fd_type", kLetters[static_cast<size_t>(fd.type)]);
  row.unsigned_number("ino", fd.inode);
  if (fd.type == ScapFdType::kFileWithFlags) {
    row.number("open_flags", fd.open_flags);
    row.number("dev", fd.device);
  }
  if (role != 0) row.number("role", role);
  if (!fd.source.empty()) {
    row.number("l4proto", fd.l4proto);
    row.number("domain", fd.source.size() == 4 ? kFamilyIpv4 : kFamilyIpv6);
    row.text("tuple", packed_tuple(fd));
    return;
  }
  if (fd.type == ScapFdType::kUnix) {
    row.number("domain", kFamilyUnix);
    row.text("tuple", packed_tuple(fd));
  }
  row.text("name", fd.name);
}

bool ScapSnapshot::add_initial(const ScapEvent& event) {
  const ScapCode& code = scap_codes()[event.code];
  if (code.use != ScapCode::Use::kEvent || event.params < code.carried) return false;
  const auto number = [&](size_t i) { return number32(event.param[i]); };
  const auto text = [&](size_t i) { return first_text(event.param[i]); };
  if (code.kind == "useradded") {
    add_user(number(0), number(1), text(2), text(3), text(4), text(5));
  } else if (code.kind == "groupadded") {
    add_group(number(0), text(1), text(2));
  } else if (code.kind == "container" && code.carried == 1) {
    if (!make_room()) return true;
    Row row(*this, "snapshot.container", ThreadEntry{});
    row.text("json", text(0));
  } else {
    return false;
  }
  return true;
}

std::vector<Snapshot> ScapSnapshot::take(uint64_t time) {
  add_connections();
  if (builder_.events() > 0) builder_.take(parts_.emplace_back().rows);
  std::vector<Snapshot> parts = std::move(parts_);
  parts_.clear();
  for (size_t i = 0; i < parts.size(); ++i) {
    parts[i].kind = SnapshotKind::kScan;
    parts[i].begin_time = parts[i].end_time = time;
    parts[i].part = static_cast<uint32_t>(i + 1);
    parts[i].parts = static_cast<uint32_t>(parts.size());
    parts[i].rows.first_number = 1;
    std::fill(parts[i].rows.time.begin(), parts[i].rows.time.end(), time);
  }
  return parts;
}

}  // namespace sysreel
