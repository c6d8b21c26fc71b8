// A thread table out of a checkpoint. Numbers in it are hostile: what is linked here can be walked without
// going round in circles.
#include <algorithm>
#include <tuple>

#include "replayer/state/thread_table.h"

namespace sysreel {
namespace {

void cut_links(Thread& thread) {
  thread.leader = thread.is_leader() ? &thread : nullptr;
  thread.parent = thread.first_child = thread.next_sibling = thread.previous_sibling = nullptr;
  thread.next_in_group = thread.previous_in_group = nullptr;
}

}  // namespace

bool ThreadTable::restore(Thread&& thread) {
  if (by_tid_.size() >= kMaxThreads) return false;
  auto& slot = by_tid_[thread.tid];
  if (slot != nullptr) return false;
  slot = std::make_unique<Thread>(std::move(thread));
  cut_links(*slot);
  return true;
}

void ThreadTable::restore_family(std::vector<Kin> family, uint64_t evicted) {
  evicted_ = evicted;
  for (const auto& [tid, thread] : by_tid_) cut_links(*thread);
  // From the back to the front, since lists grow at their heads.
  std::sort(family.begin(), family.end(), [](const Kin& a, const Kin& b) {
    return std::tie(b.group_place, b.tid) < std::tie(a.group_place, a.tid);
  });
  for (const Kin& kin : family) {
    Thread* thread = find(kin.tid);
    Thread* leader = kin.leader < 0 ? nullptr : find(kin.leader);
    if (thread == nullptr || leader == nullptr || thread->leader != nullptr || !leader->is_leader()) continue;
    thread->leader = leader;
    thread->next_in_group = leader->next_in_group;
    thread->previous_in_group = leader;
    if (leader->next_in_group != nullptr) leader->next_in_group->previous_in_group = thread;
    leader->next_in_group = thread;
  }
  for (const Kin& kin : family) {
    Thread* thread = find(kin.tid);
    Thread* parent = kin.parent < 0 ? nullptr : find(kin.parent);
    if (thread != nullptr && parent != thread) thread->parent = parent;
  }
  cut_rings();
  std::sort(family.begin(), family.end(), [](const Kin& a, const Kin& b) {
    return std::tie(b.sibling_place, b.tid) < std::tie(a.sibling_place, a.tid);
  });
  for (const Kin& kin : family) {
    Thread* thread = find(kin.tid);
    if (thread == nullptr || thread->parent == nullptr) continue;
    thread->next_sibling = thread->parent->first_child;
    if (thread->next_sibling != nullptr) thread->next_sibling->previous_sibling = thread;
    thread->parent->first_child = thread;
  }
}

// Each thread is passed once: whoever meets its own mark again on the way up closes a ring.
void ThreadTable::cut_rings() {
  const uint64_t before = touch_mark_;
  for (const auto& [tid, thread] : by_tid_) {
    const uint64_t own = ++touch_mark_;
    for (Thread* above = thread.get(); above != nullptr && above->touch_mark <= before;
         above = above->parent) {
      above->touch_mark = own;
      if (above->parent != nullptr && above->parent->touch_mark == own) above->parent = nullptr;
    }
  }
}

}  // namespace sysreel
