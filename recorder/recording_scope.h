// RecordingScope: who is recorded, from what the user asked for to what the kernel is told.
//
// The kernel decides; this names it what to look for, and after the hooks are attached the processes that
// already run: they and their descendants, whose parents may be gone from the scope by then.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/scoped_fd.h"
#include "recorder/cgroup_paths.h"
#include "recorder/probes.h"
#include "recorder/record_options.h"

namespace sysreel {

class RecordingScope {
 public:
  // kNotFound when what it names does not exist.
  static Result<RecordingScope> resolve(const RecordOptions& options);

  void configure(ProbeOptions& options) const;
  // "key=value" for the capture's header.
  std::vector<std::string> description() const;

  bool whole_host() const { return !command_ && !pid_ && !cgroup_ && comm_.empty(); }

  // After Probes::attach(). The processes that run; empty for the whole host and for a command.
  Result<std::set<int64_t>> name_running_processes(Probes& probes) const;

  // Whom the kernel records at this moment.
  static std::set<int64_t> current_processes(const Probes& probes);

  // What the scope was made for is gone: the process has ended, the cgroup was removed.
  bool ended() const;

 private:
  std::optional<int64_t> pid_;
  ScopedFd watched_;  // pidfd of pid_
  std::optional<CgroupScope> cgroup_;
  std::string container_;
  std::string comm_;
  bool command_ = false;
};

}  // namespace sysreel
