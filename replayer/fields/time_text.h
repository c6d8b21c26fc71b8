// Times as text, in UTC: nothing of the replaying machine reaches the output.
#pragma once

#include <cstdint>
#include <string>

namespace sysreel {

// "10:00:00.123456789"; without nanoseconds "10:00:00".
void append_clock(std::string& out, uint64_t wall_time, bool nanoseconds);
// "2026-11-23"
void append_date(std::string& out, uint64_t wall_time);
// "2026-11-23T10:00:00.123456789" + zone ("Z", "+0000")
void append_iso8601(std::string& out, uint64_t wall_time, const char* zone);

}  // namespace sysreel
