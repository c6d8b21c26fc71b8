#include "replayer/rewrite/process_tree_filter.h"

#include "replayer/state/state.h"

namespace sysreel {
void ProcessTreeFilter::add(const State& state, const Thread& thread) {
  if (!tree_.insert(thread.pid).second) return;
  state.threads.walk_ancestors(thread, [&](const Thread& above) {
    ancestors_.insert(above.pid);
    return true;
  });
}

void ProcessTreeFilter::learn(const State& state) {
  state.threads.for_each([&](const Thread& thread) {
    bool inside = thread.pid == pid_;
    state.threads.walk_ancestors(thread, [&](const Thread& above) { return !(inside |= above.pid == pid_); });
    if (inside) add(state, thread);
  });
}

void ProcessTreeFilter::learn(const State& state, const Step& step) {
  const Thread* thread = step.thread;
  if (thread == nullptr) return;
  const bool child = thread->parent != nullptr && tree_.count(thread->parent->pid) != 0;
  if (thread->pid == pid_ || child) add(state, *thread);
  if (step.kind->category != Category::kProcess || tree_.count(thread->pid) == 0) return;
  // What it has just started may lose its parent before it does anything.
  for (const Thread* started = thread->first_child; started != nullptr; started = started->next_sibling)
    add(state, *started);
}

bool ProcessTreeFilter::takes(const Step& step) const {
  if (step.event.block().source != EventSource::kSyscall) return false;
  if (step.kind->has(kMeta) || step.thread == nullptr) return true;
  const int64_t pid = step.thread->pid;
  return tree_.count(pid) != 0 || ancestors_.count(pid) != 0;
}

}  // namespace sysreel
