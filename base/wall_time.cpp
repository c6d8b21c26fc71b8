#include "base/wall_time.h"

#include <charconv>
#include <chrono>
#include <cstdio>
#include <limits>

namespace sysreel {
namespace {

constexpr uint64_t kSecond = 1'000'000'000;
constexpr uint64_t kMaxSeconds = std::numeric_limits<int64_t>::max() / kSecond;

struct Unit {
  std::string_view name;
  uint64_t nanoseconds;
};
constexpr Unit kUnits[] = {{"ms", 1'000'000},     {"s", kSecond},         {"m", 60 * kSecond},
                           {"h", 3600 * kSecond}, {"d", 86400 * kSecond}, {"", kSecond}};

bool take_digits(std::string_view& text, size_t least, size_t most, uint64_t& value) {
  size_t count = 0;
  while (count < text.size() && count < most && text[count] >= '0' && text[count] <= '9') ++count;
  if (count < least) return false;
  std::from_chars(text.data(), text.data() + count, value);
  text.remove_prefix(count);
  return true;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// ".5" as units of 1/scale, rounded down; nothing there is 0.
bool take_fraction(std::string_view& text, uint64_t scale, uint64_t& value) {
  value = 0;
  if (!take(text, '.')) return true;
  size_t digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; ++digits) {
    scale /= 10;
    value += static_cast<uint64_t>(text.front() - '0') * scale;
    text.remove_prefix(1);
  }
  return digits > 0;
}

std::optional<TimePoint> parse_offset(std::string_view text) {
  uint64_t whole = 0;
  if (!take_digits(text, 1, 10, whole)) return std::nullopt;
  std::string_view rest = text;
  uint64_t ignored = 0;
  if (!take_fraction(rest, 1, ignored)) return std::nullopt;
  for (const Unit& unit : kUnits) {
    if (rest != unit.name) continue;
    uint64_t fraction = 0;
    take_fraction(text, unit.nanoseconds, fraction);
    if (whole > std::numeric_limits<int64_t>::max() / unit.nanoseconds) return std::nullopt;
    return TimePoint{true, whole * unit.nanoseconds + fraction};
  }
  return std::nullopt;
}

std::optional<TimePoint> parse_epoch(std::string_view text) {
  uint64_t seconds = 0;
  uint64_t fraction = 0;
  if (!take_digits(text, 1, 11, seconds) || !take_fraction(text, kSecond, fraction) || !text.empty() ||
      seconds >= kMaxSeconds)
    return std::nullopt;
  return TimePoint{false, seconds * kSecond + fraction};
}

// Z or ±hh:mm, as the nanoseconds that lead from local time to UTC.
bool take_zone(std::string_view text, int64_t& to_utc) {
  to_utc = 0;
  if (text == "Z" || text == "z") return true;
  const bool east = !text.empty() && text.front() == '+';
  if (!take(text, '+') && !take(text, '-')) return false;
  uint64_t hours = 0;
  uint64_t minutes = 0;
  if (!take_digits(text, 2, 2, hours)) return false;
  take(text, ':');
  if (!take_digits(text, 2, 2, minutes) || !text.empty() || hours > 23 || minutes > 59) return false;
  const auto offset = static_cast<int64_t>((hours * 60 + minutes) * 60);
  to_utc = east ? -offset : offset;
  return true;
}

std::optional<TimePoint> parse_rfc3339(std::string_view text) {
  uint64_t year = 0;
  uint64_t month = 0;
  uint64_t day = 0;
  uint64_t hour = 0;
  uint64_t minute = 0;
  uint64_t second = 0;
  uint64_t fraction = 0;
  if (!take_digits(text, 4, 4, year) || !take(text, '-') || !take_digits(text, 2, 2, month) ||
      !take(text, '-') || !take_digits(text, 2, 2, day) ||
      (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) || !take_digits(text, 2, 2, hour) ||
      !take(text, ':') || !take_digits(text, 2, 2, minute) || !take(text, ':') ||
      !take_digits(text, 2, 2, second) || !take_fraction(text, kSecond, fraction))
    return std::nullopt;
  int64_t to_utc = 0;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!take_zone(text, to_utc) || !date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  const int64_t seconds = days * 86400 + static_cast<int64_t>(hour * 3600 + minute * 60 + second) + to_utc;
  if (seconds < 0 || static_cast<uint64_t>(seconds) >= kMaxSeconds) return std::nullopt;
  return TimePoint{false, static_cast<uint64_t>(seconds) * kSecond + fraction};
}

}  // namespace

std::string rfc3339_of(uint64_t wall_time) {
  const auto seconds = static_cast<int64_t>(wall_time / kSecond);
  const std::chrono::sys_days day{std::chrono::days(seconds / 86400)};
  const std::chrono::year_month_day date(day);
  const int64_t clock = seconds % 86400;
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%09uZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock / 3600), static_cast<int>(clock / 60 % 60),
                static_cast<int>(clock % 60), static_cast<unsigned>(wall_time % kSecond));
  return text;
}

std::optional<TimePoint> parse_time_point(std::string_view text) {
  if (take(text, '+')) return parse_offset(text);
  if (text.find_first_of("-:") != std::string_view::npos) return parse_rfc3339(text);
  return parse_epoch(text);
}

}  // namespace sysreel
