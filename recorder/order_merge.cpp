#include "recorder/order_merge.h"

#include <algorithm>
#include <cstring>

namespace sysreel {
namespace {

constexpr size_t kQueuesMax = 1024;  // CPUs beyond share the last one, which costs time and nothing else
constexpr size_t kWordBytes = sizeof(uint64_t);
constexpr size_t kGrain = (16U << 10) / kWordBytes;  // words of memory come in multiples of these
constexpr unsigned kPeriod = 64;                     // releases; what a queue needs shows in so many

// Half as much again, so that what is held need not move with every record.
size_t words_for(size_t bytes) {
  return (bytes + bytes / 2) / kWordBytes / kGrain * kGrain + kGrain;
}

}  // namespace

// What is held goes to the front of a memory of so many words.
void OrderMerge::Queue::move_to(size_t words) {
  const size_t held = end_ - begin_;
  if (words == words_) {
    std::memmove(memory_.get(), &memory_[begin_ / 8], held);
  } else {
    auto memory = std::make_unique_for_overwrite<uint64_t[]>(words);
    if (held != 0) std::memcpy(memory.get(), &memory_[begin_ / 8], held);
    memory_ = std::move(memory);
    words_ = words;
  }
  begin_ = 0;
  end_ = held;
}

void OrderMerge::Queue::append(uint64_t time, uint64_t arrival, std::span<const uint8_t> record) {
  const size_t bytes = Entry::bytes(record.size());
  if (words_ * 8 - end_ < bytes) {
    move_to(std::max(words_, words_for(end_ - begin_ + bytes)));
  }
  const Entry entry{time, arrival, record.size()};
  uint64_t* const to = &memory_[end_ / 8];
  std::memcpy(to, &entry, sizeof(entry));
  if (!record.empty()) std::memcpy(to + sizeof(entry) / 8, record.data(), record.size());
  end_ += bytes;
  last_time_ = time;
}

size_t OrderMerge::Queue::record_bytes() const {
  size_t sum = 0;
  for (size_t offset = begin_; offset != end_; offset += Entry::bytes(at(offset)->size))
    sum += at(offset)->size;
  return sum;
}

void OrderMerge::Queue::forget_released() {
  if (begin_ == end_) begin_ = end_ = 0;
  if (++releases_ % kPeriod != 0) return;
  if (const size_t words = words_for(peak_); words_ > 2 * words) move_to(words);
  peak_ = end_ - begin_;
}

bool OrderMerge::is_later(const Head& a, const Head& b) {
  return a.time != b.time ? a.time > b.time : a.arrival > b.arrival;
}

void OrderMerge::add(uint16_t cpu, uint64_t time, std::span<const uint8_t> record) {
  const size_t number = std::min<size_t>(cpu, kQueuesMax - 1);
  if (number >= queues_.size()) queues_.resize(number + 1);
  Queue& queue = queues_[number];
  if (time < released_) ++late_;
  const uint64_t arrival = arrivals_++;
  if (queue.front() != nullptr && time < queue.last_time())
    strays_.push_back({time, arrival, {record.begin(), record.end()}});
  else
    queue.append(time, arrival, record);
  ++held_;
}

size_t OrderMerge::held_bytes() const {
  size_t sum = 0;
  for (const Queue& queue : queues_) sum += queue.record_bytes();
  for (const Stray& stray : strays_) sum += stray.record.size();
  return sum;
}

// Those that are due, as a queue beside those of the CPUs.
void OrderMerge::queue_strays(uint64_t watermark) {
  const auto due = std::partition(strays_.begin(), strays_.end(),
                                  [watermark](const Stray& stray) { return stray.time > watermark; });
  std::sort(due, strays_.end(), [](const Stray& a, const Stray& b) {
    return a.time != b.time ? a.time < b.time : a.arrival < b.arrival;
  });
  for (auto stray = due; stray != strays_.end(); ++stray)
    due_strays_.append(stray->time, stray->arrival, stray->record);
  strays_.erase(due, strays_.end());
}

void OrderMerge::push_head(Queue& queue, uint64_t watermark) {
  const Entry* entry = queue.front();
  if (entry == nullptr || entry->time > watermark) return;
  heads_.push_back({entry->time, entry->arrival, &queue});
  std::push_heap(heads_.begin(), heads_.end(), is_later);
}

void OrderMerge::collect_heads(uint64_t watermark) {
  heads_.clear();
  if (!strays_.empty()) queue_strays(watermark);
  push_head(due_strays_, watermark);
  for (Queue& queue : queues_) {
    queue.note_peak();
    push_head(queue, watermark);
  }
}

OrderMerge::Queue* OrderMerge::pop_earliest() {
  if (heads_.empty()) return nullptr;
  std::pop_heap(heads_.begin(), heads_.end(), is_later);
  Queue* queue = heads_.back().queue;
  heads_.pop_back();
  return queue;
}

void OrderMerge::forget_released() {
  due_strays_.forget_released();
  for (Queue& queue : queues_) queue.forget_released();
}

}  // namespace sysreel
