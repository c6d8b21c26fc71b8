#include "recorder/order_merge.h"

#include <algorithm>

namespace sysreel {
namespace {

constexpr size_t kQueuesMax = 1024;  // CPUs beyond share the last one, which costs time and nothing else
constexpr size_t kKeptBytes = 128U << 10;  // what a queue keeps when it once held more

}  // namespace

bool OrderMerge::is_later(const Head& a, const Head& b) {
  return a.time != b.time ? a.time > b.time : a.arrival > b.arrival;
}

void OrderMerge::add(uint16_t cpu, uint64_t time, std::span<const uint8_t> record) {
  const size_t number = std::min<size_t>(cpu, kQueuesMax - 1);
  if (number >= queues_.size()) queues_.resize(number + 1);
  Queue& queue = queues_[number];
  if (time < released_) ++late_;
  const Entry entry{time, arrivals_++, queue.bytes.size(), record.size()};
  auto place = queue.entries.end();
  if (queue.entries.size() > queue.next && queue.entries.back().time > time)
    place =
        std::upper_bound(queue.entries.begin() + static_cast<std::ptrdiff_t>(queue.next), queue.entries.end(),
                         time, [](uint64_t wanted, const Entry& other) { return wanted < other.time; });
  queue.entries.insert(place, entry);
  queue.bytes.insert(queue.bytes.end(), record.begin(), record.end());
  ++held_;
}

size_t OrderMerge::held_bytes() const {
  size_t sum = 0;
  for (const Queue& queue : queues_)
    for (size_t i = queue.next; i < queue.entries.size(); ++i) sum += queue.entries[i].size;
  return sum;
}

void OrderMerge::push_head(size_t queue) {
  const Queue& from = queues_[queue];
  if (from.next == from.entries.size()) return;
  const Entry& entry = from.entries[from.next];
  heads_.push_back({entry.time, entry.arrival, queue});
  std::push_heap(heads_.begin(), heads_.end(), is_later);
}

void OrderMerge::collect_heads() {
  heads_.clear();
  for (size_t queue = 0; queue < queues_.size(); ++queue) push_head(queue);
}

// The records of the CPU that has the earliest one, as far as no other CPU's is earlier.
OrderMerge::Run OrderMerge::next_run(uint64_t watermark) {
  if (heads_.empty() || heads_.front().time > watermark) return {};
  std::pop_heap(heads_.begin(), heads_.end(), is_later);
  const size_t number = heads_.back().queue;
  heads_.pop_back();
  Queue& queue = queues_[number];
  const size_t begin = queue.next;
  const auto belongs = [&](const Entry& entry) {
    return entry.time <= watermark &&
           (heads_.empty() || !is_later({entry.time, entry.arrival, number}, heads_.front()));
  };
  while (queue.next < queue.entries.size() && belongs(queue.entries[queue.next])) ++queue.next;
  const size_t count = queue.next - begin;
  released_ = std::max(released_, queue.entries[queue.next - 1].time);
  held_ -= count;
  push_head(number);
  return {&queue.entries[begin], queue.bytes.data(), count};
}

// What precedes everything held goes; a hole between held records waits for them.
void OrderMerge::forget_released() {
  for (Queue& queue : queues_) {
    if (queue.next == 0) continue;
    queue.entries.erase(queue.entries.begin(),
                        queue.entries.begin() + static_cast<std::ptrdiff_t>(queue.next));
    queue.next = 0;
    size_t unused = queue.bytes.size();
    for (const Entry& entry : queue.entries) unused = std::min(unused, entry.offset);
    queue.bytes.erase(queue.bytes.begin(), queue.bytes.begin() + static_cast<std::ptrdiff_t>(unused));
    for (Entry& entry : queue.entries) entry.offset -= unused;
    if (queue.bytes.capacity() > kKeptBytes && queue.bytes.size() < queue.bytes.capacity() / 8)
      queue.bytes.shrink_to_fit();
  }
}

}  // namespace sysreel
