#include "replayer/page/process_history.h"

#include <string_view>

#include "replayer/page/process_line.h"

namespace sysreel {
namespace {

constexpr size_t kDeepest = 256;  // ancestors; a damaged capture may hold longer chains

enum class Change { kNone, kExec, kFork, kExit };

Change change_of(const EventKind& kind) {
  if (kind.name == "execve" || kind.name == "execveat") return Change::kExec;
  if (kind.name == "procexit") return Change::kExit;
  const bool fork =
      kind.name == "clone" || kind.name == "clone3" || kind.name == "fork" || kind.name == "vfork";
  return fork ? Change::kFork : Change::kNone;
}

}  // namespace

void ProcessHistory::follow(const Step& step, const State& state) {
  const Change change = change_of(*step.kind);
  if (change == Change::kNone || step.thread == nullptr) return;
  const Thread& process = step.thread->leader != nullptr ? *step.thread->leader : *step.thread;
  const std::optional<size_t> at = enter(process, state);
  if (!at) return;
  if (change == Change::kExec && !step.failed) processes_[*at].line = process_line(process, state);
  if (change == Change::kExit && step.thread->is_leader()) processes_[*at].exit = step.wall_time;
}

std::optional<size_t> ProcessHistory::enter(const Thread& thread, const State& state) {
  if (thread.pid <= 0) return std::nullopt;
  std::vector<const Thread*> line;  // those not entered yet, from the thread up
  std::optional<size_t> parent;
  for (const Thread* at = &thread; at != nullptr && at->pid > 0 && line.size() < kDeepest;
       at = parent_process(*at)) {
    const auto known = index_.find({at->pid, at->start_time});
    if (known != index_.end()) {
      parent = known->second;
      break;
    }
    line.push_back(at);
  }
  for (size_t i = line.size(); i-- > 0;) {
    if (processes_.size() >= kMaxProcesses) {
      ++left_out_;
      return std::nullopt;
    }
    index_[{line[i]->pid, line[i]->start_time}] = processes_.size();
    processes_.push_back({process_line(*line[i], state), parent, std::nullopt});
    parent = processes_.size() - 1;
  }
  return parent;
}

}  // namespace sysreel
