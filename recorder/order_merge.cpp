#include "recorder/order_merge.h"

#include <algorithm>

namespace sysreel {

void OrderMerge::add(uint64_t time, std::span<const uint8_t> record) {
  if (time < released_) ++late_;
  entries_.push_back({time, arrivals_++, bytes_.size(), record.size()});
  bytes_.insert(bytes_.end(), record.begin(), record.end());
}

size_t OrderMerge::sort_until(uint64_t watermark) {
  const auto end = std::partition(entries_.begin(), entries_.end(),
                                  [watermark](const Entry& entry) { return entry.time <= watermark; });
  std::sort(entries_.begin(), end, [](const Entry& a, const Entry& b) {
    return a.time != b.time ? a.time < b.time : a.arrival < b.arrival;
  });
  const auto count = static_cast<size_t>(end - entries_.begin());
  if (count > 0) released_ = std::max(released_, entries_[count - 1].time);
  return count;
}

void OrderMerge::forget(size_t count) {
  entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(count));
  spare_.clear();
  for (Entry& entry : entries_) {
    const auto bytes = record_at(entry);
    entry.offset = spare_.size();
    spare_.insert(spare_.end(), bytes.begin(), bytes.end());
  }
  bytes_.swap(spare_);
}

}  // namespace sysreel
