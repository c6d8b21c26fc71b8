#include "base/wall_time.h"

#include <doctest/doctest.h>

namespace sysreel {

TEST_CASE("nanoseconds as RFC 3339") {
  CHECK(rfc3339_of(0) == "1970-01-01T00:00:00.000000000Z");
  CHECK(rfc3339_of(951782400'000000001) == "2000-02-29T00:00:00.000000001Z");
  CHECK(rfc3339_of(1795428000'123456789) == "2026-11-23T10:00:00.123456789Z");
  CHECK(rfc3339_of(~uint64_t{0}) == "2554-07-21T23:34:33.709551615Z");
}

TEST_CASE("what users write") {
  struct Row {
    const char* text;
    bool valid;
    bool relative;
    uint64_t nanoseconds;
  };
  const Row rows[] = {
      {"+90s", true, true, 90'000'000'000},
      {"+90", true, true, 90'000'000'000},
      {"+1.5s", true, true, 1'500'000'000},
      {"+250ms", true, true, 250'000'000},
      {"+2m", true, true, 120'000'000'000},
      {"+1.5h", true, true, 5'400'000'000'000},
      {"+1d", true, true, 86'400'000'000'000},
      {"1795428000", true, false, 1795428000'000000000},
      {"1795428000.25", true, false, 1795428000'250000000},
      {"2026-11-23T10:00:00Z", true, false, 1795428000'000000000},
      {"2026-11-23 10:00:00Z", true, false, 1795428000'000000000},
      {"2026-11-23T11:00:00.5+01:00", true, false, 1795428000'500000000},
      {"2026-11-23T05:30:00-0430", true, false, 1795428000'000000000},
      {"", false, false, 0},
      {"+", false, false, 0},
      {"+5x", false, false, 0},
      {"+5.s", false, false, 0},
      {"+9999999999d", false, false, 0},
      {"-5", false, false, 0},
      {"12345678901234567890", false, false, 0},
      {"99999999999", false, false, 0},
      {"now", false, false, 0},
      {"2026-11-23", false, false, 0},
      {"2026-11-23T10:00:00", false, false, 0},
      {"2026-13-23T10:00:00Z", false, false, 0},
      {"2026-02-30T10:00:00Z", false, false, 0},
      {"2026-11-23T24:00:00Z", false, false, 0},
      {"2026-11-23T10:00:00.Z", false, false, 0},
      {"2026-11-23T10:00:00+1:00", false, false, 0},
      {"1969-12-31T23:59:59Z", false, false, 0},
      {"9999-12-31T23:59:59Z", false, false, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.text));
    const auto point = parse_time_point(row.text);
    CHECK(point.has_value() == row.valid);
    if (!point) continue;
    CHECK(point->relative == row.relative);
    CHECK(point->nanoseconds == row.nanoseconds);
    CHECK(point->after(7) == row.nanoseconds + (row.relative ? 7 : 0));
  }
}

}  // namespace sysreel
