#include "replayer/state/thread_table.h"

#include <algorithm>
#include <cassert>

namespace sysreel {

Thread* ThreadTable::find(int64_t tid) const {
  const auto found = by_tid_.find(tid);
  return found == by_tid_.end() ? nullptr : found->second.get();
}

Thread& ThreadTable::add(int64_t tid, int64_t pid) {
  if (by_tid_.size() >= kMaxThreads) evict();
  auto& slot = by_tid_[tid];
  assert(slot == nullptr);
  slot = std::make_unique<Thread>();
  slot->tid = tid;
  slot->pid = pid;
  Thread& thread = *slot;
  link_group(thread);
  return thread;
}

void ThreadTable::link_group(Thread& thread) {
  thread.group_size = 1;
  if (thread.is_leader()) {
    thread.leader = &thread;
    return;
  }
  Thread* leader = thread.pid > 0 ? find(thread.pid) : nullptr;
  if (leader == nullptr || !leader->is_leader()) {
    thread.leader = nullptr;
    return;
  }
  thread.leader = leader;
  thread.next_in_group = leader->next_in_group;
  thread.previous_in_group = leader;
  if (leader->next_in_group != nullptr) leader->next_in_group->previous_in_group = &thread;
  leader->next_in_group = &thread;
  ++leader->group_size;
}

void ThreadTable::unlink_group(Thread& thread) {
  if (thread.leader == &thread) {
    for (Thread* other = thread.next_in_group; other != nullptr;) {
      Thread* next = other->next_in_group;
      other->leader = nullptr;
      other->answers.clear();
      other->next_in_group = other->previous_in_group = nullptr;
      other = next;
    }
    thread.next_in_group = nullptr;
  } else if (thread.leader != nullptr) {
    thread.previous_in_group->next_in_group = thread.next_in_group;
    if (thread.next_in_group != nullptr) thread.next_in_group->previous_in_group = thread.previous_in_group;
    if (!thread.dead) --thread.leader->group_size;
  }
  thread.leader = nullptr;
  thread.next_in_group = thread.previous_in_group = nullptr;
}

void ThreadTable::set_group(Thread& thread, int64_t pid) {
  if (thread.pid == pid && thread.leader != nullptr) return;
  unlink_group(thread);
  thread.pid = pid;
  link_group(thread);
  touch(thread);
}

void ThreadTable::unlink_parent(Thread& thread) {
  if (thread.parent == nullptr) return;
  if (thread.previous_sibling != nullptr) {
    thread.previous_sibling->next_sibling = thread.next_sibling;
  } else {
    thread.parent->first_child = thread.next_sibling;
  }
  if (thread.next_sibling != nullptr) thread.next_sibling->previous_sibling = thread.previous_sibling;
  thread.parent = thread.next_sibling = thread.previous_sibling = nullptr;
}

void ThreadTable::set_parent(Thread& thread, Thread* parent) {
  // A child may not become its own ancestor: hostile ids would make touch() walk in a ring.
  for (const Thread* above = parent; above != nullptr; above = above->parent) {
    if (above == &thread) parent = nullptr;
  }
  if (parent == thread.parent && (parent == nullptr || thread.ptid == parent->tid)) return;
  unlink_parent(thread);
  thread.ptid = parent == nullptr ? 0 : parent->tid;
  if (parent != nullptr) {
    thread.parent = parent;
    thread.next_sibling = parent->first_child;
    if (parent->first_child != nullptr) parent->first_child->previous_sibling = &thread;
    parent->first_child = &thread;
  }
  touch(thread);
}

// The kernel's order: another thread of the group, the nearest subreaper above in the same namespace, nobody.
Thread* ThreadTable::find_reaper(const Thread& thread) const {
  if (thread.reaper > 0) {
    Thread* named = find(thread.reaper);
    if (named != nullptr && named != &thread) return named;
  }
  if (thread.leader != nullptr) {
    for (Thread* other = thread.leader; other != nullptr; other = other->next_in_group) {
      if (other != &thread && !other->dead) return other;
    }
  }
  for (Thread* above = thread.parent; above != nullptr; above = above->parent) {
    if (above->is_namespaced() != thread.is_namespaced()) break;
    const Thread* leader = above->leader != nullptr ? above->leader : above;
    const bool reaper = leader->subreaper || leader->pid == 1 || leader->vpid == 1;
    if (reaper && !above->dead) return above;
  }
  return nullptr;
}

void ThreadTable::adopt_children(Thread& thread) {
  if (thread.first_child == nullptr) return;
  Thread* reaper = find_reaper(thread);
  while (thread.first_child != nullptr) {
    Thread* child = thread.first_child;
    unlink_parent(*child);
    child->ptid = 0;
    set_parent(*child, reaper == child ? nullptr : reaper);
    touch(*child);
  }
}

// A dead leader that waited for its threads may have been given children meanwhile: events name it as their
// parent.
void ThreadTable::destroy(Thread& thread) {
  adopt_children(thread);
  if (observer_) observer_(thread);
  unlink_parent(thread);
  unlink_group(thread);
  by_tid_.erase(thread.tid);
}

void ThreadTable::mark_dead(Thread& thread) {
  if (thread.dead) return;
  thread.dead = true;
  if (thread.leader != nullptr && thread.leader->group_size > 0) --thread.leader->group_size;
}

void ThreadTable::remove(Thread& thread) {
  mark_dead(thread);
  adopt_children(thread);
  Thread* leader = thread.leader;
  if (leader == &thread && thread.next_in_group != nullptr) {
    return;
  }
  destroy(thread);
  if (leader != nullptr && leader != &thread && leader->dead && leader->next_in_group == nullptr) {
    destroy(*leader);
  }
}

void ThreadTable::remove_other_threads(Thread& thread) {
  if (thread.leader != &thread) return;
  while (thread.next_in_group != nullptr) destroy(*thread.next_in_group);
}

// Ids from a hostile capture can make a group its own ancestor, so each thread is visited once by a mark.
void ThreadTable::touch(Thread& thread) {
  thread.answers.clear();
  if (thread.first_child == nullptr && thread.next_in_group == nullptr) return;
  ++touch_mark_;
  const auto visit = [this](Thread* next) {
    if (next->touch_mark == touch_mark_) return;
    next->touch_mark = touch_mark_;
    work_.push_back(next);
  };
  work_.clear();
  visit(&thread);
  while (!work_.empty()) {
    Thread* next = work_.back();
    work_.pop_back();
    next->answers.clear();
    for (Thread* child = next->first_child; child != nullptr; child = child->next_sibling) visit(child);
    if (next->leader != next) continue;
    for (Thread* other = next->next_in_group; other != nullptr; other = other->next_in_group) visit(other);
  }
}

const Thread* ThreadTable::ancestor(const Thread& thread, uint32_t n) const {
  constexpr uint32_t kDeepest = 4096;  // no real chain is longer
  if (n > kDeepest) return nullptr;
  const Thread* main = thread.leader;
  for (uint32_t i = 0; i < n && main != nullptr; ++i) {
    if (main->parent == nullptr) return nullptr;
    main = main->parent->leader;
  }
  return main;
}

void ThreadTable::evict() {
  std::vector<Thread*> all;
  all.reserve(by_tid_.size());
  for (const auto& [tid, thread] : by_tid_) {
    if (thread.get() != pinned_) all.push_back(thread.get());
  }
  const auto older = [](const Thread* a, const Thread* b) {
    return std::pair(a->last_seen, a->tid) < std::pair(b->last_seen, b->tid);
  };
  const size_t count = all.size() / 8 + 1;
  std::nth_element(all.begin(), all.begin() + static_cast<ptrdiff_t>(count - 1), all.end(), older);
  for (size_t i = 0; i < count; ++i) {
    destroy(*all[i]);
    ++evicted_;
  }
}

void ThreadTable::clear() {
  pinned_ = nullptr;
  by_tid_.clear();
  evicted_ = 0;
}

}  // namespace sysreel
