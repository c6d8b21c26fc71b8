// Which parts of a capture a range needs, and where reading them begins.
#pragma once

#include <optional>
#include <vector>

#include "format/part_order.h"
#include "format/read_range.h"

namespace sysreel {

// Says of each part, in the order of delivery, whether it is needed.
class PartFilter {
 public:
  explicit PartFilter(const ReadRange& range, ReadStart start = {}) : range_(range), start_(start) {}
  bool takes(const PartEntry& part);

 private:
  bool takes_snapshot(const PartEntry& part) const;

  ReadRange range_;
  ReadStart start_;
  uint64_t checkpoint_ = 0;  // begin of the checkpoint whose parts are being delivered
  bool state_begun_ = false;
};

// Leaves of `parts`, which are in order, those that the range needs; a snapshot to begin with comes first.
ReadStart select_parts(std::vector<PartEntry>& parts, const ReadRange& range);

}  // namespace sysreel
