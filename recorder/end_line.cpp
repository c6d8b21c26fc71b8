#include "recorder/end_line.h"

#include <cstdio>

namespace sysreel {
namespace {

std::string causes(const RecordingNumbers& numbers) {
  std::string text = "ring full " + std::to_string(numbers.totals.ring_full) + ", nested " +
                     std::to_string(numbers.totals.nested) + ", oversize " +
                     std::to_string(numbers.totals.oversize);
  if (numbers.unwritten != 0) text += ", not written " + std::to_string(numbers.unwritten);
  if (numbers.audit_lost != 0) text += ", audit " + std::to_string(numbers.audit_lost);
  return text;
}

uint64_t lost_of(const RecordingNumbers& numbers) {
  return numbers.totals.lost + numbers.unwritten + numbers.audit_lost;
}

}  // namespace

std::string end_line(const RecordingNumbers& numbers) {
  const uint64_t lost = lost_of(numbers);
  std::string text = numbers.file;
  if (numbers.parts > 1) text += " (part " + std::to_string(numbers.parts) + ")";
  char duration[32];
  std::snprintf(duration, sizeof(duration), "%.3f s", numbers.seconds);
  text += ": " + std::to_string(numbers.events) + " events, " + std::to_string(numbers.bytes) + " bytes, " +
          duration;
  text +=
      lost == 0 ? ", nothing lost" : ", lost " + std::to_string(lost) + " events (" + causes(numbers) + ")";
  if (numbers.totals.scope_failed != 0)
    text += ", " + std::to_string(numbers.totals.scope_failed) + " processes could not be followed";
  if (!numbers.sha256.empty()) text += ", SHA-256 " + numbers.sha256;
  return text;
}

std::string stats_line(const RecordingNumbers& numbers, uint64_t new_events, double seconds) {
  char rate[32];
  std::snprintf(rate, sizeof(rate), "%.0f", seconds > 0 ? static_cast<double>(new_events) / seconds : 0.0);
  return std::string(rate) + " events/s, " + std::to_string(numbers.events) + " events, " +
         std::to_string(numbers.bytes) + " bytes, lost " + std::to_string(lost_of(numbers)) + " (" +
         causes(numbers) + ")";
}

}  // namespace sysreel
