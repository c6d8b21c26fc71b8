#include "recorder/end_line.h"

#include <doctest/doctest.h>

namespace sysreel {
namespace {

RecordingNumbers numbers() {
  RecordingNumbers result;
  result.file = "run.reel";
  result.events = 12;
  result.bytes = 3456;
  result.seconds = 1.5;
  result.sha256 = "ab";
  return result;
}

TEST_CASE("the line at the end: file, events, bytes, duration, loss, hash") {
  RecordingNumbers all = numbers();
  CHECK(end_line(all) == "run.reel: 12 events, 3456 bytes, 1.500 s, nothing lost, SHA-256 ab");
  all.totals.ring_full = 3;
  all.totals.lost = 3;
  all.unwritten = 4;
  all.audit_lost = 2;
  all.parts = 7;
  all.totals.scope_failed = 1;
  all.sha256.clear();
  CHECK(end_line(all) ==
        "run.reel (part 7): 12 events, 3456 bytes, 1.500 s, lost 9 events (ring full 3, nested 0, oversize "
        "0, not "
        "written 4, audit 2), 1 processes could not be followed");
}

TEST_CASE("the line of --stats") {
  CHECK(stats_line(numbers(), 6, 2) ==
        "3 events/s, 12 events, 3456 bytes, lost 0 (ring full 0, nested 0, oversize 0)");
}

}  // namespace
}  // namespace sysreel
