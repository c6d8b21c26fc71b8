#include "replayer/commands/process_tree.h"

#include <algorithm>
#include <map>
#include <set>

namespace sysreel {
namespace {

using Family = std::map<int64_t, std::vector<const Thread*>>;  // parent's pid, 0: none

void by_pid(std::vector<const Thread*>& processes) {
  std::sort(processes.begin(), processes.end(),
            [](const Thread* a, const Thread* b) { return a->pid < b->pid; });
}

const Thread* parent_of(const Thread& process) {
  const Thread* parent = process.parent;
  return parent == nullptr || parent->leader == nullptr ? parent : parent->leader;
}

// Depth first with a stack of its own: a capture may hold a chain of any length.
class Walk {
 public:
  explicit Walk(Family& family) : family_(family) {}

  void from(const Thread& root) {
    push({&root, 0, true});
    while (!stack_.empty()) {
      const ProcessNode node = stack_.back();
      stack_.pop_back();
      nodes_.push_back(node);
      const auto children = family_.find(node.process->pid);
      if (children != family_.end()) push_children(children->second, node.depth + 1);
    }
  }
  bool seen(const Thread& process) const { return seen_.count(process.pid) != 0; }
  std::vector<ProcessNode> take() { return std::move(nodes_); }

 private:
  void push(const ProcessNode& node) {
    if (seen_.insert(node.process->pid).second) stack_.push_back(node);
  }
  // In reverse, so that the first comes off first.
  void push_children(const std::vector<const Thread*>& children, uint32_t depth) {
    for (size_t i = children.size(); i-- > 0;) push({children[i], depth, i + 1 == children.size()});
  }

  Family& family_;
  std::set<int64_t> seen_;
  std::vector<ProcessNode> stack_;
  std::vector<ProcessNode> nodes_;
};

}  // namespace

std::vector<ProcessNode> process_tree(const State& state) {
  Family family;
  std::vector<const Thread*> all;
  state.threads.for_each([&](const Thread& thread) {
    if (!thread.is_leader() || thread.dead || thread.pid <= 0) return;
    const Thread* parent = parent_of(thread);
    const bool rooted = parent == nullptr || parent == &thread || parent->dead || !parent->is_leader();
    family[rooted ? 0 : parent->pid].push_back(&thread);
    all.push_back(&thread);
  });
  for (auto& [pid, children] : family) by_pid(children);
  by_pid(all);
  Walk walk(family);
  for (const Thread* root : family[0]) walk.from(*root);
  for (const Thread* process : all)  // of rings, which only damage makes
    if (!walk.seen(*process)) walk.from(*process);
  return walk.take();
}

}  // namespace sysreel
