// OrderMerge: puts the records of all CPUs into the order of their times.
//
// Records of one CPU arrive in order but for those of programs that met; those of different CPUs nearly so: a
// program stamps its event first and publishes it last. What arrived is therefore held back for a short
// window and released up to a watermark, merged by time, ties in order of arrival (which keeps a CPU's own
// order). A record that comes after its time has been released is delivered at once and counted; its time in
// the block, smaller than its predecessor's, is its mark. Cost: one copy into the CPU's queue, where each
// record lies behind the time by which it is merged; the earliest queue is read as far as it precedes the
// others. The few that are out of order within their CPU wait apart and are sorted when they are due. One
// thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace sysreel {

class OrderMerge {
 public:
  void add(uint16_t cpu, uint64_t time, std::span<const uint8_t> record);

  // Calls deliver(std::span<const uint8_t>) for every record with time ≤ watermark, in order. Records begin
  // at addresses that are multiples of eight; a view dies when the call returns.
  template <typename Deliver>
  void release(uint64_t watermark, Deliver&& deliver) {
    collect_heads(watermark);
    while (Queue* queue = pop_earliest()) {
      const Entry* entry = queue->front();
      do {
        released_ = released_ < entry->time ? entry->time : released_;
        deliver(entry->record());
        queue->pop();
        --held_;
        entry = queue->front();
      } while (entry != nullptr && is_next(*entry, watermark));
      push_head(*queue, watermark);
    }
    forget_released();
  }

  size_t held() const { return held_; }
  size_t held_bytes() const;
  uint64_t late() const { return late_; }

 private:
  // The record's bytes follow it, padded to a multiple of eight.
  struct Entry {
    uint64_t time;
    uint64_t arrival;
    uint64_t size;
    std::span<const uint8_t> record() const { return {reinterpret_cast<const uint8_t*>(this + 1), size}; }
    static size_t bytes(uint64_t size) { return sizeof(Entry) + (size + 7) / 8 * 8; }
  };
  // Entries, the earliest first.
  class Queue {
   public:
    const Entry* front() const { return begin_ == end_ ? nullptr : at(begin_); }
    void pop() { begin_ += Entry::bytes(at(begin_)->size); }
    void append(uint64_t time, uint64_t arrival, std::span<const uint8_t> record);
    uint64_t last_time() const { return last_time_; }
    size_t record_bytes() const;
    void note_peak() { peak_ = peak_ < end_ - begin_ ? end_ - begin_ : peak_; }
    // Memory that was not needed for some time goes back.
    void forget_released();

   private:
    const Entry* at(size_t offset) const { return reinterpret_cast<const Entry*>(&memory_[offset / 8]); }
    void move_to(size_t words);

    std::unique_ptr<uint64_t[]> memory_;
    size_t words_ = 0;  // of memory_
    size_t begin_ = 0;  // bytes
    size_t end_ = 0;
    size_t peak_ = 0;  // bytes that were held at most, of late
    unsigned releases_ = 0;
    uint64_t last_time_ = 0;
  };
  struct Stray {
    uint64_t time;
    uint64_t arrival;
    std::vector<uint8_t> record;
  };
  struct Head {
    uint64_t time;
    uint64_t arrival;
    Queue* queue;
  };

  static bool is_later(const Head& a, const Head& b);
  // Due, and before what the other queues have.
  bool is_next(const Entry& entry, uint64_t watermark) const {
    return entry.time <= watermark &&
           (heads_.empty() || !is_later({entry.time, entry.arrival, nullptr}, heads_.front()));
  }
  void queue_strays(uint64_t watermark);
  void push_head(Queue& queue, uint64_t watermark);
  void collect_heads(uint64_t watermark);
  Queue* pop_earliest();
  void forget_released();

  std::vector<Queue> queues_;  // by CPU
  std::vector<Stray> strays_;  // earlier than what their CPU's queue ends with
  Queue due_strays_;           // while something is released
  std::vector<Head> heads_;    // a heap, the earliest in front; of queues that hold something due
  uint64_t arrivals_ = 0;
  uint64_t released_ = 0;  // largest time handed out
  uint64_t late_ = 0;
  size_t held_ = 0;
};

}  // namespace sysreel
