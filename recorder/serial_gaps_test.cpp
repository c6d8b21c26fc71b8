#include "recorder/serial_gaps.h"

#include <doctest/doctest.h>

namespace sysreel {

TEST_CASE("numbers that never come are lost, those that come late are not") {
  SerialGaps gaps;
  for (const uint64_t serial : {100, 101, 101, 105, 103}) gaps.saw(serial, 1000);
  CHECK(gaps.lost(1000) == 0);
  CHECK(gaps.lost(1000 + SerialGaps::kPatience) == 2);  // 102, 104
  gaps.saw(102, 3'000'000'000);                         // too late
  gaps.saw(110, 3'000'000'000);
  gaps.saw(106, 3'000'000'000);
  gaps.saw(109, 3'000'000'000);
  CHECK(gaps.lost(3'000'000'001) == 2);
  CHECK(gaps.lost_at_end() == 4);  // 107, 108
}

TEST_CASE("another numbering is no loss, and gaps are bounded") {
  SerialGaps gaps;
  gaps.saw(5'000'000'000, 1);
  gaps.saw(7, 1);
  CHECK(gaps.lost_at_end() == 0);
  SerialGaps many;
  const uint64_t count = SerialGaps::kMaxGaps + 10;
  for (uint64_t i = 0; i <= count; ++i) many.saw(i * 2, 1);
  CHECK(many.lost(2) == 10);
  CHECK(many.lost_at_end() == count);
}

}  // namespace sysreel
