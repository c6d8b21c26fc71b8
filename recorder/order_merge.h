// OrderMerge: puts the records of all CPUs into the order of their times.
//
// Records of one CPU arrive in order, those of different CPUs nearly so: a program stamps its event first and
// publishes it last. What arrived is therefore held back for a short window and released up to a watermark,
// sorted by time, ties in order of arrival (which keeps a CPU's own order). A record that comes after its
// time has been released is delivered at once and counted; its time in the block, smaller than its
// predecessor's, is its mark. Cost: one copy and a sort of what a drain brought, some hundred records. One
// thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace sysreel {

class OrderMerge {
 public:
  void add(uint64_t time, std::span<const uint8_t> record);

  // Calls deliver(std::span<const uint8_t>) for every record with time ≤ watermark, in order.
  template <typename Deliver>
  void release(uint64_t watermark, Deliver&& deliver) {
    const size_t count = sort_until(watermark);
    for (size_t i = 0; i < count; ++i) deliver(record_at(entries_[i]));
    forget(count);
  }

  size_t held() const { return entries_.size(); }
  size_t held_bytes() const { return bytes_.size(); }
  uint64_t late() const { return late_; }

 private:
  struct Entry {
    uint64_t time;
    uint64_t arrival;
    size_t offset;
    size_t size;
  };

  size_t sort_until(uint64_t watermark);
  void forget(size_t count);
  std::span<const uint8_t> record_at(const Entry& entry) const {
    return std::span(bytes_).subspan(entry.offset, entry.size);
  }

  std::vector<uint8_t> bytes_;
  std::vector<uint8_t> spare_;
  std::vector<Entry> entries_;
  uint64_t arrivals_ = 0;
  uint64_t released_ = 0;  // largest time handed out
  uint64_t late_ = 0;
};

}  // namespace sysreel
