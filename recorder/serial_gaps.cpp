#include "recorder/serial_gaps.h"

namespace sysreel {

void SerialGaps::saw(uint64_t serial, uint64_t now) {
  const bool anew = !highest_ || serial > *highest_ + kMaxStep || serial + kMaxStep < *highest_;
  if (anew) {
    lost_at_end();
    highest_ = serial;
    return;
  }
  if (serial <= *highest_) return fill(serial);
  if (serial > *highest_ + 1) gaps_[*highest_ + 1] = {serial - 1, now};
  highest_ = serial;
  if (gaps_.size() <= kMaxGaps) return;
  lost_ += gaps_.begin()->second.last - gaps_.begin()->first + 1;
  gaps_.erase(gaps_.begin());
}

void SerialGaps::fill(uint64_t serial) {
  auto gap = gaps_.upper_bound(serial);
  if (gap == gaps_.begin()) return;
  --gap;
  const auto [first, rest] = *gap;
  if (serial > rest.last) return;
  gaps_.erase(gap);
  if (serial > first) gaps_[first] = {serial - 1, rest.since};
  if (serial < rest.last) gaps_[serial + 1] = {rest.last, rest.since};
}

uint64_t SerialGaps::lost(uint64_t now) {
  for (auto gap = gaps_.begin(); gap != gaps_.end();) {
    if (now - gap->second.since < kPatience) {
      ++gap;
      continue;
    }
    lost_ += gap->second.last - gap->first + 1;
    gap = gaps_.erase(gap);
  }
  return lost_;
}

uint64_t SerialGaps::lost_at_end() {
  for (const auto& [first, gap] : gaps_) lost_ += gap.last - first + 1;
  gaps_.clear();
  return lost_;
}

}  // namespace sysreel
