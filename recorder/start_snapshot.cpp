#include "recorder/start_snapshot.h"

#include <unistd.h>

#include <map>
#include <unordered_map>

#include "recorder/container_facts.h"
#include "recorder/host_clock.h"
#include "recorder/process_scan.h"
#include "recorder/small_file.h"
#include "recorder/snapshot_rows.h"
#include "recorder/task_iterators.h"

namespace sysreel {
namespace {

constexpr size_t kPartBytes = 3U << 20;
constexpr size_t kMountsMax = 65536;  // of all namespaces
constexpr size_t kAccountsMax = 4U << 20;

// /proc gives start times in hundredths of a second; the kernel's own are what events carry.
class ExactTimes {
 public:
  explicit ExactTimes(const Probes& probes) {
    const auto tasks = probes.list_tasks();
    if (!tasks.ok()) return;
    for (const reel_task& task : *tasks) tasks_.emplace(task.tid, task);
  }
  void correct(ScannedThread& thread) const {
    const auto found = tasks_.find(static_cast<uint32_t>(thread.tid));
    if (found == tasks_.end() || found->second.pid != thread.pid) return;
    thread.start_time = found->second.group_start_time;
    thread.thread_start_time = found->second.start_time;
  }

 private:
  std::unordered_map<uint32_t, reel_task> tasks_;
};

class Parts {
 public:
  Parts(const Catalogue& catalogue, uint64_t begin) : rows_(catalogue, begin), begin_(begin) {}
  SnapshotRows& rows() { return rows_; }
  void cut_if_large() {
    if (rows_.raw_bytes() >= kPartBytes) cut();
  }
  std::vector<Snapshot> finish() {
    if (rows_.rows() > 0 || parts_.empty()) cut();
    const uint64_t end = boot_time();
    for (size_t i = 0; i < parts_.size(); ++i) {
      parts_[i].end_time = end;
      parts_[i].part = static_cast<uint32_t>(i + 1);
      parts_[i].parts = static_cast<uint32_t>(parts_.size());
    }
    return std::move(parts_);
  }

 private:
  void cut() {
    Snapshot snapshot;
    snapshot.kind = SnapshotKind::kScan;
    snapshot.begin_time = begin_;
    snapshot.rows = rows_.take();
    parts_.push_back(std::move(snapshot));
  }
  SnapshotRows rows_;
  uint64_t begin_;
  std::vector<Snapshot> parts_;
};

// What the scanned processes have in common: mounts by mount namespace, listening sockets by network
// namespace, and the host's addresses.
struct Surroundings {
  std::set<uint64_t> named;                 // inodes of sockets that a descriptor of the snapshot names
  std::map<uint64_t, int64_t> mount_owner;  // namespace -> a process in it
  std::map<uint64_t, int64_t> net_owner;
  std::set<std::string> cgroups;
  std::optional<std::vector<TaskScan::Listener>> listeners;  // of the host, where the iterators told them

  void note(const ScannedThread& thread) {
    if (thread.cgroups) cgroups.insert(*thread.cgroups);
    if (thread.ns_mnt) mount_owner.try_emplace(*thread.ns_mnt, thread.pid);
    if (thread.ns_net) net_owner.try_emplace(*thread.ns_net, thread.pid);
  }
  void add_to(Parts& parts, ProcessScan& scan) const;
  void add_listeners(Parts& parts, ProcessScan& scan) const;
};

void Surroundings::add_listeners(Parts& parts, ProcessScan& scan) const {
  if (listeners) {
    std::set<uint64_t> told = named;  // several processes may hold one
    for (const TaskScan::Listener& listener : *listeners)
      if (net_owner.contains(listener.net_namespace) && told.insert(listener.inode).second)
        parts.rows().add_socket(listener.net_namespace, listener.inode, listener.socket);
    return;
  }
  for (const auto& [net_namespace, pid] : net_owner)
    for (const auto& [inode, socket] : scan.listening_sockets(pid, net_namespace))
      if (!named.contains(inode)) parts.rows().add_socket(net_namespace, inode, socket);
}

void Surroundings::add_to(Parts& parts, ProcessScan& scan) const {
  std::set<std::string> containers;  // by id: one may have several cgroups
  for (const std::string& paths : cgroups)
    if (const auto facts = find_container(paths); facts && containers.insert(facts->id).second) {
      parts.rows().add_container(container_json(*facts));
      parts.cut_if_large();
    }
  size_t mounts = 0;
  for (const auto& [mount_namespace, pid] : mount_owner) {
    for (const ScannedMount& mount : scan.mounts(pid, kMountsMax - mounts)) {
      parts.rows().add_mount(mount_namespace, mount);
      ++mounts;
    }
    parts.cut_if_large();
  }
  add_listeners(parts, scan);
  parts.cut_if_large();
  const auto own = read_link("/proc/self/ns/net");
  const auto own_namespace = own ? parse_namespace_link(*own) : std::nullopt;
  for (const ScannedInterface& interface : scan_interfaces())
    parts.rows().add_interface(own_namespace.value_or(0), interface);
}

void add_accounts(SnapshotRows& rows) {
  for (const AccountUser& user : parse_passwd(read_small_file("/etc/passwd", kAccountsMax)))
    rows.add_user(user);
  for (const AccountGroup& group : parse_group(read_small_file("/etc/group", kAccountsMax)))
    rows.add_group(group);
}

void add_thread(const ScannedThread& thread, Parts& parts, Surroundings& surroundings) {
  parts.rows().add_thread(thread);
  for (const ScannedDescriptor& descriptor : thread.descriptors) {
    parts.rows().add_descriptor(thread, descriptor);
    if (const auto inode = parse_inode_link(descriptor.link, "socket")) surroundings.named.insert(*inode);
  }
  surroundings.note(thread);
  parts.cut_if_large();
}

// Takes the processes that the iterators told out of `wanted`.
void add_by_iterators(TaskIterators* iterators, const std::optional<std::set<int64_t>>& pids,
                      std::set<int64_t>& wanted, Parts& parts, Surroundings& surroundings) {
  if (iterators == nullptr) return;
  Result<TaskScan> scan = iterators->take(pids);
  if (!scan.ok()) return;
  for (const ScannedThread& thread : scan->threads) {
    if (pids || thread.pid != getpid()) add_thread(thread, parts, surroundings);
    wanted.erase(thread.pid);
  }
  surroundings.listeners = std::move(scan->listeners);
}

// Some kernels keep processes from BPF that /proc shows: init, where a hypervisor's agent is it.
void add_from_proc(const Probes& probes, const std::set<int64_t>& wanted, ProcessScan& scan, Parts& parts,
                   Surroundings& surroundings) {
  if (wanted.empty()) return;
  const ExactTimes exact(probes);
  for (const int64_t pid : wanted) {
    for (ScannedThread& thread : scan.threads(pid)) {
      if (thread.kernel_thread) continue;
      exact.correct(thread);
      add_thread(thread, parts, surroundings);
    }
  }
}

}  // namespace

std::vector<Snapshot> take_start_snapshot(const Catalogue& catalogue, const Probes& probes,
                                          TaskIterators* iterators,
                                          const std::optional<std::set<int64_t>>& pids) {
  Parts parts(catalogue, boot_time());
  ProcessScan scan;
  Surroundings surroundings;
  add_accounts(parts.rows());
  std::set<int64_t> wanted = pids.value_or(std::set<int64_t>());
  if (!pids)
    for (const int64_t pid : scan.processes())
      if (pid != getpid()) wanted.insert(pid);
  add_by_iterators(iterators, pids, wanted, parts, surroundings);
  add_from_proc(probes, wanted, scan, parts, surroundings);
  surroundings.add_to(parts, scan);
  return parts.finish();
}

}  // namespace sysreel
