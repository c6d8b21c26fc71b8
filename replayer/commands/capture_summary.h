// What `sysreel info` knows about a capture after reading it once.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "format/capture_reader.h"
#include "replayer/stream/watch_log.h"

namespace sysreel {

struct CaptureSummary {
  CaptureHeader header;
  CaptureState state = CaptureState::kIncomplete;
  std::optional<uint64_t> first;  // of the events, CLOCK_BOOTTIME ns
  std::optional<uint64_t> last;
  uint64_t events = 0;
  std::map<std::string, uint64_t> events_by_source;
  std::map<std::string, uint64_t> events_by_type;
  uint64_t lost = 0;
  std::map<std::string, uint64_t> lost_by_reason;
  std::map<std::string, uint64_t> lost_by_class;
  std::vector<TimeSpan> not_watched;
  uint64_t snapshots = 0;
  uint64_t blocks = 0;
  uint64_t bytes = 0;
  uint64_t bytes_raw = 0;
  std::vector<uint64_t> redaction_hits;  // values changed, by rule; of a closed capture
  bool has_signature = false;

  // Nanoseconds since the epoch of a stamp.
  uint64_t wall(uint64_t time) const { return time + (header.wall_time - header.boot_time); }
};

Result<CaptureSummary> summarise(CaptureReader& reader);

}  // namespace sysreel
