#include "recorder/recording_scope.h"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <map>

#include "recorder/small_file.h"

namespace sysreel {
namespace {

constexpr size_t kMountsTextMax = 4U << 20;

Result<std::optional<CgroupScope>> cgroup_of(const RecordOptions& options) {
  if (options.cgroup.empty() && options.container.empty()) return std::optional<CgroupScope>();
  const std::vector<CgroupMount> mounts =
      parse_cgroup_mounts(read_small_file("/proc/self/mountinfo", kMountsTextMax));
  const bool by_path = !options.cgroup.empty();
  Result<CgroupScope> found =
      by_path ? find_cgroup(mounts, options.cgroup) : find_container_cgroup(mounts, options.container);
  if (found.ok()) return std::optional(std::move(found).value());
  Error error = std::move(found).error();
  error.message.insert(0, by_path ? "--cgroup: " : "--container: ");
  return error;
}

// The processes that the kernel records, `root`, and the descendants of all these, but not the recorder.
// Their numbers join `pids`.
std::map<int64_t, reel_task> in_scope_or_below(const std::vector<reel_task>& tasks,
                                               std::optional<int64_t> root, std::set<int64_t>& pids) {
  std::map<int64_t, reel_task> all;
  std::map<int64_t, reel_task> chosen;
  for (const reel_task& task : tasks) {
    reel_task& process = all.try_emplace(task.pid, task).first->second;
    process.recorded |= task.recorded;
  }
  all.erase(getpid());
  const auto belongs = [&](const reel_task& task) {
    return task.recorded != 0 || task.pid == root || chosen.contains(task.parent_pid);
  };
  for (bool grown = true; grown;) {
    grown = false;
    for (const auto& [pid, task] : all)
      if (belongs(task) && chosen.try_emplace(pid, task).second) grown = true;
  }
  for (const auto& [pid, task] : chosen) pids.insert(pid);
  return chosen;
}

}  // namespace

Result<RecordingScope> RecordingScope::resolve(const RecordOptions& options) {
  RecordingScope scope;
  scope.command_ = !options.command.empty();
  scope.comm_ = options.comm;
  scope.container_ = options.container;
  scope.pid_ = options.pid;
  Result<std::optional<CgroupScope>> cgroup = cgroup_of(options);
  if (!cgroup.ok()) return std::move(cgroup).error();
  scope.cgroup_ = std::move(cgroup).value();
  if (!options.pid) return scope;
  scope.watched_.reset(static_cast<int>(syscall(SYS_pidfd_open, *options.pid, 0)));
  if (!scope.watched_.valid())
    return Error{ErrorCode::kNotFound, "--pid " + std::to_string(*options.pid) + ": " + std::strerror(errno)};
  return scope;
}

void RecordingScope::configure(ProbeOptions& options) const {
  options.whole_host = whole_host();
  options.roots = !command_ && !whole_host();
  options.cgroup = cgroup_;
  options.comm = comm_;
}

std::vector<std::string> RecordingScope::description() const {
  std::vector<std::string> lines;
  if (pid_) lines.push_back("pid=" + std::to_string(*pid_));
  if (!container_.empty()) lines.push_back("container=" + container_);
  if (cgroup_) lines.push_back("cgroup=" + cgroup_->directory);
  if (!comm_.empty()) lines.push_back("comm=" + comm_);
  return lines;
}

// A child born between two looks has a parent that is in scope already, and so is itself, or is found by the
// next look.
Result<std::set<int64_t>> RecordingScope::name_running_processes(Probes& probes) const {
  std::set<int64_t> pids;
  if (command_ || whole_host()) return pids;
  for (bool complete = false; !complete;) {
    Result<std::vector<reel_task>> tasks = probes.list_tasks();
    if (!tasks.ok()) return std::move(tasks).error();
    const std::map<int64_t, reel_task> processes = in_scope_or_below(*tasks, pid_, pids);
    complete = true;
    for (const auto& [pid, task] : processes) {
      if (task.recorded != 0) continue;
      complete = false;
      SYSREEL_RETURN_IF_ERROR(probes.add_root(task.pid, task.group_start_time));
    }
  }
  return pids;
}

std::set<int64_t> RecordingScope::current_processes(const Probes& probes) {
  std::set<int64_t> pids;
  if (const auto tasks = probes.list_tasks(); tasks.ok())
    for (const reel_task& task : *tasks)
      if (task.recorded != 0) pids.insert(task.pid);
  return pids;
}

bool RecordingScope::ended() const {
  if (cgroup_ && access(cgroup_->directory.c_str(), F_OK) != 0) return true;
  if (!watched_.valid()) return false;
  pollfd process{watched_.get(), POLLIN, 0};  // readable once it has ended, reaped or not
  return poll(&process, 1, 0) > 0;
}

}  // namespace sysreel
