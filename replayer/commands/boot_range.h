// Times that a user gave, as a capture's own clock counts.
#pragma once

#include "base/wall_time.h"
#include "format/capture_header.h"

namespace sysreel {

// CLOCK_BOOTTIME ns; 0 for times before it.
inline uint64_t boot_time_of(const TimePoint& point, const CaptureHeader& header) {
  const uint64_t wall = point.after(header.wall_time);
  const uint64_t offset = header.wall_time - header.boot_time;
  return wall < offset ? 0 : wall - offset;
}

}  // namespace sysreel
