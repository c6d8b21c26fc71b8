#include "replayer/fields/time_text.h"

namespace sysreel {
namespace {

constexpr uint64_t kSecond = 1'000'000'000;

void append_number(std::string& out, uint64_t value, int digits) {
  char text[20];
  for (int i = digits - 1; i >= 0; --i) {
    text[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(text, static_cast<size_t>(digits));
}

}  // namespace

void append_clock(std::string& out, uint64_t wall_time, bool nanoseconds) {
  const uint64_t seconds = wall_time / kSecond % 86400;
  append_number(out, seconds / 3600, 2);
  out += ':';
  append_number(out, seconds / 60 % 60, 2);
  out += ':';
  append_number(out, seconds % 60, 2);
  if (!nanoseconds) return;
  out += '.';
  append_number(out, wall_time % kSecond, 9);
}

// Days to a date of the Gregorian calendar, counted in 400-year eras that begin in March, so that the leap
// day is the last of its year.
void append_date(std::string& out, uint64_t wall_time) {
  const uint64_t days = wall_time / kSecond / 86400 + 719468;  // since 0000-03-01
  const uint64_t era = days / 146097;
  const uint64_t day_of_era = days % 146097;
  const uint64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const uint64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const uint64_t month_from_march = (5 * day_of_year + 2) / 153;
  const uint64_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  const uint64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  append_number(out, year_of_era + era * 400 + (month <= 2 ? 1 : 0), 4);
  out += '-';
  append_number(out, month, 2);
  out += '-';
  append_number(out, day, 2);
}

void append_iso8601(std::string& out, uint64_t wall_time, const char* zone) {
  append_date(out, wall_time);
  out += 'T';
  append_clock(out, wall_time, true);
  out += zone;
}

}  // namespace sysreel
