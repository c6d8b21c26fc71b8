// OrderMerge: puts the records of all CPUs into the order of their times.
//
// Records of one CPU arrive in order but for those of programs that met; those of different CPUs nearly so: a
// program stamps its event first and publishes it last. What arrived is therefore held back for a short
// window and released up to a watermark, merged by time, ties in order of arrival (which keeps a CPU's own
// order). A record that comes after its time has been released is delivered at once and counted; its time in
// the block, smaller than its predecessor's, is its mark. Cost: one copy; then each CPU's records are one run
// or a few, of which the earliest is taken as far as it precedes the others. One thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace sysreel {

class OrderMerge {
 public:
  void add(uint16_t cpu, uint64_t time, std::span<const uint8_t> record);

  // Calls deliver(std::span<const uint8_t>) for every record with time ≤ watermark, in order.
  template <typename Deliver>
  void release(uint64_t watermark, Deliver&& deliver) {
    collect_heads();
    for (Run run = next_run(watermark); run.count != 0; run = next_run(watermark))
      for (size_t i = 0; i < run.count; ++i)
        deliver(std::span<const uint8_t>(run.bytes + run.entries[i].offset, run.entries[i].size));
    forget_released();
  }

  size_t held() const { return held_; }
  size_t held_bytes() const;
  uint64_t late() const { return late_; }

 private:
  struct Entry {
    uint64_t time;
    uint64_t arrival;
    size_t offset;
    size_t size;
  };
  struct Queue {
    std::vector<uint8_t> bytes;
    std::vector<Entry> entries;  // sorted from `next` on
    size_t next = 0;             // the first one that is held
  };
  struct Head {
    uint64_t time;
    uint64_t arrival;
    size_t queue;
  };
  // Valid until the next call of add() or forget_released().
  struct Run {
    const Entry* entries = nullptr;
    const uint8_t* bytes = nullptr;
    size_t count = 0;
  };

  static bool is_later(const Head& a, const Head& b);
  void push_head(size_t queue);
  void collect_heads();
  Run next_run(uint64_t watermark);
  void forget_released();

  std::vector<Queue> queues_;  // by CPU
  std::vector<Head> heads_;    // a heap, the earliest in front; of queues that hold something
  uint64_t arrivals_ = 0;
  uint64_t released_ = 0;  // largest time handed out
  uint64_t late_ = 0;
  size_t held_ = 0;
};

}  // namespace sysreel
