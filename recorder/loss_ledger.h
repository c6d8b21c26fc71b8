// LossLedger: turns the kernel's running counters into reports of intervals (DESIGN §4 "Loss").
//
// While programs run, an event may have been seen whose fate is not yet counted, or be on its way to a block.
// An interim report therefore counts as seen what has been decided; the report made after the programs were
// detached takes the kernel's own count, so that its invariant is a check and not a definition. `recorded` is
// what the blocks hold that precede the report.
#pragma once

#include <cstdint>
#include <vector>

#include "bpf/event_abi.h"
#include "format/capture_item.h"

namespace sysreel {

constexpr uint16_t kNoProcessor = 0xffff;  // which one is not known

struct ProcessorCounters {
  uint16_t cpu = 0;
  reel_counters counters{};
};

struct LossTotals {
  uint64_t seen = 0;
  uint64_t filtered = 0;
  uint64_t recorded = 0;
  uint64_t lost = 0;
  uint64_t ring_full = 0;
  uint64_t nested = 0;
  uint64_t oversize = 0;
  uint64_t unreadable = 0;    // recorded events with a value that could not be read
  uint64_t scope_failed = 0;  // processes that could not be marked
  bool balanced() const { return seen == filtered + recorded + lost; }
};

// What became of the kernel's records behind the ring; running totals.
struct StreamCounts {
  uint64_t recorded = 0;   // events of the blocks sealed so far
  uint64_t left_out = 0;   // beyond the limit that the user set: not lost
  uint64_t paused = 0;     // not written, for want of space
  uint64_t malformed = 0;  // records that could not be decoded
  uint64_t late = 0;       // delivered out of order
  uint64_t made = 0;       // events of the recorder's own (containers); among the recorded
};

LossTotals totals_of(const std::vector<ProcessorCounters>& counters);

class LossLedger {
 public:
  explicit LossLedger(uint64_t start_time) : from_(start_time) {}

  // The interval since the last report (or the start) up to `time`.
  LossReport report(uint64_t time, const std::vector<ProcessorCounters>& counters, const StreamCounts& counts,
                    bool final);

  // Events lost since the last call, for EventBlock::lost_before. `paused`: running total.
  uint64_t lost_since_block(const std::vector<ProcessorCounters>& counters, uint64_t paused);

  uint64_t last_report() const { return from_; }

 private:
  uint64_t from_;
  uint64_t reported_seen_ = 0;
  StreamCounts reported_;
  std::vector<ProcessorCounters> before_;
  uint64_t lost_at_block_ = 0;
};

}  // namespace sysreel
