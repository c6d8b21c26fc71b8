#include "replayer/stream/watch_log.h"

#include <doctest/doctest.h>

namespace sysreel {
namespace {

LossReport report(uint64_t from, uint64_t to, uint64_t lost = 0) {
  LossReport made;
  made.from = from;
  made.to = to;
  if (lost > 0) made.lost.push_back({LossReason::kRingFull, LossClass::kAny, 0, lost});
  return made;
}

TEST_CASE("between two reports nobody watched") {
  WatchLog log;
  log.add(report(10, 20));
  log.add(report(20, 30, 5));
  log.add(report(40, 50));
  const auto gaps = log.not_watched(true, 50);
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].from == 30);
  CHECK(gaps[0].to == 40);
  REQUIRE(log.lost().size() == 1);
  CHECK(log.lost()[0].from == 20);
  CHECK(log.lost()[0].lost == 5);
}

TEST_CASE("after the end of a capture that nobody closed") {
  WatchLog log;
  log.add(report(10, 20));
  const auto gaps = log.not_watched(false, 25);
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].from == 25);
  CHECK_FALSE(gaps[0].to);
  CHECK(WatchLog().not_watched(false, 7)[0].from == 7);
  CHECK(WatchLog().not_watched(true, 7).empty());
}

TEST_CASE("reports out of order and of several sources") {
  WatchLog log;
  log.add(report(20, 30));
  log.add(report(10, 20));
  LossReport other = report(10, 15);
  other.source = EventSource::kK8sAudit;
  log.add(other);
  other.from = 18;
  other.to = 30;
  log.add(other);
  const auto gaps = log.not_watched(true, 30);
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].from == 15);
  CHECK(gaps[0].to == 18);
}

}  // namespace
}  // namespace sysreel
