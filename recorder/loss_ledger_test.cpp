#include "recorder/loss_ledger.h"

#include <doctest/doctest.h>

namespace sysreel {
namespace {

ProcessorCounters counters(uint16_t cpu, uint64_t seen, uint64_t filtered, uint64_t recorded,
                           uint64_t ring_full) {
  ProcessorCounters result{cpu, {}};
  result.counters.admitted = seen - filtered;
  result.counters.filtered = filtered;
  result.counters.recorded = recorded;
  result.counters.ring_full[REEL_CLASS_FILE] = ring_full;
  return result;
}

uint64_t lost(const LossReport& report) {
  uint64_t sum = 0;
  for (const LossCount& count : report.lost)
    if (takes_event_away(count.reason)) sum += count.count;
  return sum;
}

TEST_CASE("an interim report counts what has been decided, the last one what the kernel saw") {
  LossLedger ledger(100);
  // One event of CPU 0 is under way: seen, its fate not yet counted.
  LossReport first =
      ledger.report(200, {counters(0, 11, 4, 5, 1), counters(1, 3, 3, 0, 0)}, {.recorded = 5}, false);
  CHECK(first.from == 100);
  CHECK(first.to == 200);
  CHECK(first.seen == 13);
  CHECK(first.filtered == 7);
  CHECK(first.recorded == 5);
  CHECK(lost(first) == 1);
  REQUIRE(first.lost.size() == 1);
  CHECK(first.lost[0].cpu == 0);
  CHECK(first.lost[0].event_class == LossClass::kFile);
  CHECK(first.lost[0].reason == LossReason::kRingFull);

  const LossReport last =
      ledger.report(300, {counters(0, 20, 4, 12, 4), counters(1, 4, 4, 0, 0)}, {.recorded = 12}, true);
  CHECK(last.from == 200);
  CHECK(last.seen == 11);
  CHECK(last.seen == last.filtered + last.recorded + lost(last));
  CHECK(lost(last) == 3);
}

TEST_CASE("the last report shows when the books do not balance") {
  LossLedger ledger(0);
  const LossReport report = ledger.report(1, {counters(0, 10, 4, 5, 0)}, {.recorded = 5}, true);
  CHECK(report.seen != report.filtered + report.recorded + lost(report));
  CHECK_FALSE(totals_of({counters(0, 10, 4, 5, 0)}).balanced());
}

TEST_CASE("unreadable values are told but not lost events") {
  LossLedger ledger(0);
  ProcessorCounters cpu = counters(0, 2, 0, 2, 0);
  cpu.counters.unreadable = 1;
  const LossReport report = ledger.report(1, {cpu}, {.recorded = 2}, true);
  REQUIRE(report.lost.size() == 1);
  CHECK(report.lost[0].reason == LossReason::kUnreadable);
  CHECK(report.seen == report.recorded);
}

TEST_CASE("late events are told once and are not lost") {
  LossLedger ledger(0);
  const LossReport first = ledger.report(1, {counters(0, 2, 0, 2, 0)}, {.recorded = 2, .late = 3}, false);
  REQUIRE(first.lost.size() == 1);
  CHECK(first.lost[0].reason == LossReason::kLate);
  CHECK(first.lost[0].count == 3);
  CHECK(lost_events(first) == 0);
  CHECK(first.seen == first.recorded);
  CHECK(ledger.report(2, {counters(0, 2, 0, 2, 0)}, {.recorded = 2, .late = 3}, true).lost.empty());
}

TEST_CASE("what happened behind the ring is told, once, and the books still balance") {
  LossLedger ledger(0);
  // Of ten records six are in blocks, two beyond the user's limit, one was not written, one was malformed.
  const StreamCounts counts{.recorded = 6, .left_out = 2, .paused = 1, .malformed = 1};
  const LossReport report = ledger.report(1, {counters(0, 12, 2, 10, 0)}, counts, true);
  CHECK(report.filtered == 4);
  CHECK(report.recorded == 6);
  CHECK(lost(report) == 2);
  CHECK(report.seen == 12);
  CHECK(report.seen == report.filtered + report.recorded + lost(report));
  const LossReport next = ledger.report(2, {counters(0, 12, 2, 10, 0)}, counts, true);
  CHECK(next.seen == 0);
  CHECK(next.lost.empty());
}

TEST_CASE("events of the recorder's own are seen and recorded") {
  LossLedger ledger(0);
  const LossReport report = ledger.report(1, {counters(0, 5, 0, 5, 0)}, {.recorded = 6, .made = 1}, true);
  CHECK(report.seen == 6);
  CHECK(report.seen == report.filtered + report.recorded + lost(report));
}

TEST_CASE("an event on its way to a block is counted by the report that follows the block") {
  LossLedger ledger(0);
  CHECK(ledger.report(1, {counters(0, 5, 0, 5, 0)}, {.recorded = 3}, false).seen == 3);
  const LossReport last = ledger.report(2, {counters(0, 6, 0, 6, 0)}, {.recorded = 6}, true);
  CHECK(last.seen == 3);
  CHECK(last.recorded == 3);
}

TEST_CASE("calls for which the kernel did not run a program are seen and lost, on no CPU that is known") {
  LossLedger ledger(0);
  ProcessorCounters missed{kNoProcessor, {}};
  CHECK(ledger.report(1, {counters(0, 5, 0, 5, 0), missed}, {.recorded = 5}, false).lost.empty());
  missed.counters.admitted = missed.counters.nested[REEL_CLASS_ANY] = 3;
  const LossReport report = ledger.report(2, {counters(0, 7, 0, 7, 0), missed}, {.recorded = 7}, true);
  REQUIRE(report.lost.size() == 1);
  CHECK(report.lost[0].reason == LossReason::kNested);
  CHECK(report.lost[0].event_class == LossClass::kAny);
  CHECK(report.lost[0].cpu == kNoProcessor);
  CHECK(report.lost[0].count == 3);
  CHECK(report.seen == 5);
  CHECK(report.seen == report.filtered + report.recorded + lost(report));
  const LossTotals totals = totals_of({counters(0, 7, 0, 7, 0), missed});
  CHECK(totals.balanced());
  CHECK(totals.lost == 3);
}

TEST_CASE("each loss belongs to one block") {
  LossLedger ledger(0);
  CHECK(ledger.lost_since_block({counters(0, 5, 0, 3, 2)}, 0) == 2);
  CHECK(ledger.lost_since_block({counters(0, 6, 0, 4, 2)}, 0) == 0);
  CHECK(ledger.lost_since_block({counters(0, 9, 0, 4, 5)}, 4) == 7);
}

}  // namespace
}  // namespace sysreel
