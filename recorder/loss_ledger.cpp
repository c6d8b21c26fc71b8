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

uint64_t sum(const __u64 (&values)[REEL_CLASSES]) {
  uint64_t total = 0;
  for (const __u64 value : values) total += value;
  return total;
}

}  // namespace

LossTotals totals_of(const std::vector<ProcessorCounters>& counters) {
  LossTotals totals;
  for (const auto& [cpu, values] : counters) {
    totals.seen += values.seen;
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

LossReport LossLedger::report(uint64_t time, const std::vector<ProcessorCounters>& counters, uint64_t late,
                              bool final) {
  before_.resize(counters.size());
  LossReport report;
  report.from = from_;
  report.to = time;
  uint64_t lost = 0;
  for (size_t i = 0; i < counters.size(); ++i) {
    const reel_counters& now = counters[i].counters;
    const reel_counters& before = before_[i].counters;
    report.filtered += now.filtered - before.filtered;
    report.recorded += now.recorded - before.recorded;
    add_reason(report, LossReason::kRingFull, counters[i].cpu, now.ring_full, before.ring_full);
    add_reason(report, LossReason::kNested, counters[i].cpu, now.nested, before.nested);
    add_reason(report, LossReason::kOversize, counters[i].cpu, now.oversize, before.oversize);
  }
  for (const LossCount& count : report.lost) lost += count.count;
  for (size_t i = 0; i < counters.size(); ++i) {
    const uint64_t unreadable = counters[i].counters.unreadable - before_[i].counters.unreadable;
    if (unreadable != 0)
      report.lost.push_back({LossReason::kUnreadable, LossClass::kAny, counters[i].cpu, unreadable});
  }
  if (late != reported_late_)
    report.lost.push_back({LossReason::kLate, LossClass::kAny, 0xffff, late - reported_late_});
  reported_late_ = late;
  report.seen = final ? totals_of(counters).seen - reported_seen_ : report.filtered + report.recorded + lost;
  reported_seen_ += report.seen;
  before_ = counters;
  from_ = time;
  return report;
}

uint64_t LossLedger::lost_since_block(const std::vector<ProcessorCounters>& counters) {
  const uint64_t lost = totals_of(counters).lost;
  const uint64_t since = lost - lost_at_block_;
  lost_at_block_ = lost;
  return since;
}

}  // namespace sysreel
