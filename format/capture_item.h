// What a capture consists of, as a reader hands it on in order: blocks of events, snapshots, loss reports.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "format/event_block.h"

namespace sysreel {

enum class SnapshotKind : uint8_t { kScan = 1, kCheckpoint = 2 };

// A snapshot's rows are an EventBlock of snapshot kinds (Category::kSnapshot in the catalogue:
// snapshot.thread, snapshot.fd, snapshot.user …), so that one codec serves both.
struct Snapshot {
  SnapshotKind kind = SnapshotKind::kScan;
  uint64_t begin_time = 0;  // CLOCK_BOOTTIME ns: the scan ran between these
  uint64_t end_time = 0;
  uint32_t part = 1;  // 1 … parts
  uint32_t parts = 1;
  bool fresh = false;  // a checkpoint that does not continue what stands before it
  EventBlock rows;
};

// Why events are missing. Written to captures: append only.
enum class LossReason : uint8_t {
  kRingFull = 1,         // the kernel ring had no room
  kNested = 2,           // programs met on a CPU, or the kernel ran none since it was at work there
  kOversize = 3,         // an event larger than the ring accepts
  kUnreadable = 4,       // user memory could not be read; the event itself is there, a value is marked
  kAuditGap = 5,         // audit serials are missing or ENOBUFS
  kRecorderStopped = 6,  // the recorder was paused (disk floor …)
  kMissingPart = 7,      // a part of a rotated recording is not there
  kDamaged = 8,          // bytes of the capture could not be read
  kLate = 9,             // delivered behind later events; the event is there, out of order
};

// Which events a loss hit; for ring headroom and for blind-spot reports.
enum class LossClass : uint8_t { kAny = 0, kProcess = 1, kFile = 2, kNet = 3, kOther = 4 };

struct LossCount {
  LossReason reason = LossReason::kRingFull;
  LossClass event_class = LossClass::kAny;
  uint16_t cpu = 0xffff;  // 0xffff: not known
  uint64_t count = 0;
};

// One interval of watching. `seen = filtered + recorded + sum(lost)` holds within it (reasons that
// take no event away do not count). Counters are of the interval, not running totals.
struct LossReport {
  EventSource source = EventSource::kSyscall;
  uint64_t from = 0;  // CLOCK_BOOTTIME ns
  uint64_t to = 0;
  uint64_t seen = 0;
  uint64_t filtered = 0;
  uint64_t recorded = 0;
  std::vector<LossCount> lost;
};

// False for those that only mark an event that is there.
constexpr bool takes_event_away(LossReason reason) {
  return reason != LossReason::kUnreadable && reason != LossReason::kLate;
}

// Sum over the reasons that take an event away.
uint64_t lost_events(const LossReport& report);

}  // namespace sysreel
