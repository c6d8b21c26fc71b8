// TaskIterators: the snapshot's BPF programs (bpf/snapshot.bpf.c). Where they do not load, ProcessScan reads
// /proc.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "recorder/task_records.h"

namespace sysreel {

class TaskIterators {
 public:
  // Needs privilege; afterwards take() needs no more than reading maps and iterators.
  static Result<std::unique_ptr<TaskIterators>> load();
  ~TaskIterators();
  TaskIterators(const TaskIterators&) = delete;
  TaskIterators& operator=(const TaskIterators&) = delete;

  // All threads of `pids`, or of every process, but no kernel threads. Any thread; scans wait for each other.
  Result<TaskScan> take(const std::optional<std::set<int64_t>>& pids);

 private:
  struct Objects;
  explicit TaskIterators(std::unique_ptr<Objects> objects);

  std::unique_ptr<Objects> objects_;
  std::mutex one_scan_;
};

}  // namespace sysreel
