// Points in time as users write and read them: RFC 3339 in UTC, epoch seconds, offsets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sysreel {

// "2026-11-23T10:00:00.123456789Z" of nanoseconds since the epoch.
std::string rfc3339_of(uint64_t wall_time);

// What a user gave to --from, --to, --at: a point in time, or an offset from a start.
struct TimePoint {
  bool relative = false;
  uint64_t nanoseconds = 0;
  uint64_t after(uint64_t start) const { return relative ? start + nanoseconds : nanoseconds; }
};

// "2026-11-23T10:00:00Z" (fraction and ±hh:mm allowed, a space for the T too), "1795428000.5", "+90s" (ms, s,
// m, h, d). Nothing when the text is none of these.
std::optional<TimePoint> parse_time_point(std::string_view text);

}  // namespace sysreel
