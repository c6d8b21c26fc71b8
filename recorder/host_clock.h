// The clocks of a recording: event times are CLOCK_BOOTTIME, wall time is that plus an offset.
#pragma once

#include <cstdint>

namespace sysreel {

uint64_t boot_time();  // CLOCK_BOOTTIME ns

struct ClockPair {
  uint64_t boot = 0;
  uint64_t wall = 0;  // CLOCK_REALTIME ns
};
// Both clocks, read together as closely as possible.
ClockPair read_clock_pair();

}  // namespace sysreel
