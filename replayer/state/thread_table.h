// ThreadTable: owns all threads, finds them by tid, and keeps the family: groups, parents, children.
//
// Bounded: beyond `kMaxThreads` the threads not seen for longest go, an eighth at a time; evicted() counts
// them. Every change of what rules can see of a thread ends in touch(), which forgets remembered answers of
// the thread, of the threads of its group and of all descendants, because fields such as proc.aname read
// ancestors.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "replayer/state/thread.h"

namespace sysreel {

class ThreadTable {
 public:
  static constexpr size_t kMaxThreads = 262144;

  Thread* find(int64_t tid) const;
  // A new thread; there must be none of that tid. It joins its leader's group if the leader is there.
  Thread& add(int64_t tid, int64_t pid);
  // The thread's pid became known or changed (exec by a non-leader).
  void set_group(Thread& thread, int64_t pid);
  void set_parent(Thread& thread, Thread* parent);
  // It ran to its end; the entry stays until remove().
  void mark_dead(Thread& thread);
  // Children go to the reaper. A leader with live threads stays as a dead one until they are gone.
  void remove(Thread& thread);
  void remove_other_threads(Thread& thread);

  void touch(Thread& thread);

  // The main thread of the n-th ancestor process; 0: its own. Null when unknown or the chain is broken.
  const Thread* ancestor(const Thread& thread, uint32_t n) const;
  // From the parent upwards, each once, until `visit` returns false. Loops end the walk.
  template <typename Visit>
  void walk_ancestors(const Thread& thread, Visit&& visit) const {
    const Thread* slow = thread.parent;
    const Thread* fast = slow;
    while (slow != nullptr && visit(*slow)) {
      slow = slow->parent;
      for (int i = 0; i < 2 && fast != nullptr; ++i) fast = fast->parent;
      if (slow != nullptr && slow == fast) return;
    }
  }

  // The thread of the current event: never evicted.
  void pin(const Thread* thread) { pinned_ = thread; }

  // For checkpoints. A thread's place in the family: groups and children in the order of their lists.
  struct Kin {
    int64_t tid = -1;
    int64_t leader = -1;  // tids; -1: none
    int64_t parent = -1;
    uint32_t group_place = 0;
    uint32_t sibling_place = 0;
  };
  // Adds a thread as it was; false when there is one of that tid, or no room.
  bool restore(Thread&& thread);
  // After all threads were restored, their family as it was. What cannot be (a ring, a group without its
  // leader) is left out.
  void restore_family(std::vector<Kin> family, uint64_t evicted);

  size_t size() const { return by_tid_.size(); }
  uint64_t evicted() const { return evicted_; }
  void clear();
  // Called with each thread that is about to go.
  void on_remove(std::function<void(Thread&)> observer) { observer_ = std::move(observer); }
  template <typename Visit>
  void for_each(Visit&& visit) const {
    for (const auto& [tid, thread] : by_tid_) visit(*thread);
  }

 private:
  void cut_rings();
  void link_group(Thread& thread);
  void unlink_group(Thread& thread);
  void unlink_parent(Thread& thread);
  void adopt_children(Thread& thread);
  Thread* find_reaper(const Thread& thread) const;
  void destroy(Thread& thread);
  void evict();

  std::unordered_map<int64_t, std::unique_ptr<Thread>> by_tid_;
  std::vector<Thread*> work_;
  uint64_t touch_mark_ = 0;
  std::function<void(Thread&)> observer_;
  const Thread* pinned_ = nullptr;
  uint64_t evicted_ = 0;
};

}  // namespace sysreel
