// Sections of a block back into an EventBlock.
//
// The bytes are hostile: every count meets a limit before memory is taken, every string number, thread index,
// slot and mark is checked, so that whoever walks the block need not. The functions keep no state of their
// own and may run on any thread, with one exception that decode_core's comment names.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "format/capture_item.h"
#include "format/capture_kinds.h"
#include "format/event_block.h"

namespace sysreel {

class ColumnNeeds;

// Memory that is reused from block to block, and what decode_rest needs to know from decode_core.
struct DecodeScratch {
  std::vector<KindMapping> extra;            // Block.extra_kinds
  std::vector<const KindMapping*> mappings;  // by slot
  RawVector<int64_t> values;
  RawVector<uint8_t> marks;
  std::vector<uint32_t> rows;
  uint64_t values_left = 0;  // until kMaxBlockValues
};

// Columns that `needs` (null: all) does not name stay without values, and what they hold is not checked.
//
// Clears `out` and fills all but time and rest. `kinds` is changed only when the block brings kinds or
// parameters that neither the header nor this build has. `scratch` points into `kinds` afterwards.
Status decode_core(std::span<const uint8_t> bytes, CaptureKinds& kinds, DecodeScratch& scratch,
                   EventBlock& out, const ColumnNeeds* needs = nullptr);
Status decode_time(std::span<const uint8_t> bytes, EventBlock& out, const ColumnNeeds* needs = nullptr);
// After decode_core of the same block with the same scratch.
Status decode_rest(std::span<const uint8_t> bytes, DecodeScratch& scratch, EventBlock& out,
                   const ColumnNeeds* needs = nullptr);
// After decode_core: the block has rows with a needed column in section rest.
bool needs_rest(const DecodeScratch& scratch, const EventBlock& block, const ColumnNeeds& needs);

// Section core of a snapshot: its rows go to out.rows.
Status decode_snapshot(std::span<const uint8_t> bytes, CaptureKinds& kinds, DecodeScratch& scratch,
                       Snapshot& out);

}  // namespace sysreel
