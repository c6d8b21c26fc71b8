// The order in which the parts of a file are handed on (DESIGN §4 "Order and time").
#pragma once

#include <cstdint>
#include <vector>

#include "format/frame_header.h"
#include "format/frame_scanner.h"

namespace sysreel {

// Where a part is and when it begins: what an index holds, too.
struct PartEntry {
  uint64_t offset = 0;
  uint64_t end = 0;
  FrameKind kind = FrameKind::kBlock;
  uint8_t source = 0;
  uint64_t sequence = 0;
  uint64_t first_time = 0;
  uint64_t last_time = 0;
  SnapshotMark snapshot;
  uint64_t block_number = 0;  // of blocks, in the order of the file
};

PartEntry part_of(const ScannedFrame& frame);

// Merges the sources' streams by the time at which their next part begins; the order within a source stays,
// and with it the place of a start snapshot before the first block. Parts of no source (index, footer) stay
// at the end.
void order_parts(std::vector<PartEntry>& parts);

}  // namespace sysreel
