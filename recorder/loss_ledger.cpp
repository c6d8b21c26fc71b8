#include "recorder/loss_ledger.h"

#include <cassert>

namespace sysreel {
namespace {

void add_reason(LossReport& report, LossReason reason, uint16_t cpu, const __u64 (&now)[REEL_CLASSES],
                const __u64 (&before)[REEL_CLASSES]) {
  for (int index = 0; index < REEL_CLASSES; ++index)
    if (now[index] != before[index])
      report.lost.push_back({reason, static_cast<LossClass>(index), cpu, now[index] - before[index]});
}

void add_count(LossReport& report, LossReason reason, uint64_t count) {
  if (count != 0) report.lost.push_back({reason, LossClass::kAny, kNoProcessor, count});
}

uint64_t sum(const __u64 (&values)[REEL_CLASSES]) {
  uint64_t total = 0;
  for (const __u64 value : values) total += value;
  return total;
}

}  // namespace

LossTotals totals_of(const std::vector<ProcessorCounters>& counters) {
  LossTotals totals;
  for (const auto& [cpu, values] : counters) {
    totals.seen += values.filtered + values.admitted;
    totals.filtered += values.filtered;
    totals.recorded += values.recorded;
    totals.ring_full += sum(values.ring_full);
    totals.nested += sum(values.nested);
    totals.oversize += sum(values.oversize);
    totals.unreadable += values.unreadable;
    totals.scope_failed += values.scope_failed;
  }
  totals.lost = totals.ring_full + totals.nested + totals.oversize;
  return totals;
}

LossReport LossLedger::report(uint64_t time, const std::vector<ProcessorCounters>& counters,
                              const StreamCounts& counts, bool final) {
  before_.resize(counters.size());
  LossReport report;
  report.from = from_;
  report.to = time;
  uint64_t lost = 0;
  for (size_t i = 0; i < counters.size(); ++i) {
    const reel_counters& now = counters[i].counters;
    const reel_counters& before = before_[i].counters;
    report.filtered += now.filtered - before.filtered;
    add_reason(report, LossReason::kRingFull, counters[i].cpu, now.ring_full, before.ring_full);
    add_reason(report, LossReason::kNested, counters[i].cpu, now.nested, before.nested);
    add_reason(report, LossReason::kOversize, counters[i].cpu, now.oversize, before.oversize);
  }
  report.filtered += counts.left_out - reported_.left_out;
  report.recorded = counts.recorded - reported_.recorded;
  add_count(report, LossReason::kRecorderStopped, counts.paused - reported_.paused);
  add_count(report, LossReason::kDamaged, counts.malformed - reported_.malformed);
  for (const LossCount& count : report.lost) lost += count.count;
  for (size_t i = 0; i < counters.size(); ++i) {
    const uint64_t unreadable = counters[i].counters.unreadable - before_[i].counters.unreadable;
    if (unreadable != 0)
      report.lost.push_back({LossReason::kUnreadable, LossClass::kAny, counters[i].cpu, unreadable});
  }
  add_count(report, LossReason::kLate, counts.late - reported_.late);
  reported_ = counts;
  report.seen = final ? totals_of(counters).seen + counts.made - reported_seen_
                      : report.filtered + report.recorded + lost;
  reported_seen_ += report.seen;
  before_ = counters;
  from_ = time;
  return report;
}

uint64_t LossLedger::lost_since_block(const std::vector<ProcessorCounters>& counters, uint64_t paused) {
  const uint64_t lost = totals_of(counters).lost + paused;
  const uint64_t since = lost - lost_at_block_;
  lost_at_block_ = lost;
  return since;
}

}  // namespace sysreel
