#include "recorder/host_clock.h"

#include <time.h>

namespace sysreel {
namespace {

uint64_t now(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<uint64_t>(time.tv_sec) * 1000000000U + static_cast<uint64_t>(time.tv_nsec);
}

constexpr int kAttempts = 8;

}  // namespace

uint64_t boot_time() {
  return now(CLOCK_BOOTTIME);
}

ClockPair read_clock_pair() {
  ClockPair best;
  uint64_t best_gap = ~uint64_t{0};
  for (int i = 0; i < kAttempts; ++i) {
    const uint64_t before = now(CLOCK_BOOTTIME);
    const uint64_t wall = now(CLOCK_REALTIME);
    const uint64_t after = now(CLOCK_BOOTTIME);
    if (after - before >= best_gap) continue;
    best_gap = after - before;
    best = {before + best_gap / 2, wall};
  }
  return best;
}

}  // namespace sysreel
