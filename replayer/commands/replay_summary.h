// What a replay says at its end: events, findings, loss, and what could not be seen.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "format/capture_header.h"
#include "replayer/commands/console.h"
#include "replayer/stream/replay.h"

namespace sysreel {

class ReplaySummary {
 public:
  void add(const CaptureHeader& header, const Catalogue& catalogue, const rules::Program& program,
           const ReplayTotals& totals);
  // Adds what another summary has counted.
  void merge(const ReplaySummary& other);
  uint64_t lost_events() const { return lost_events_; }
  // An enabled rule could fire in none of the captures: neither its source nor an event type of it was
  // recorded.
  bool has_blind_rule() const;
  void print(const rules::Program& program, Console& console) const;
  void print_speed(double seconds, Console& console) const;

 private:
  void add_times(const ReplayTimes& times);

  uint64_t captures_ = 0;
  uint64_t events_ = 0;
  uint64_t findings_ = 0;
  uint64_t lost_events_ = 0;
  uint64_t unreadable_ = 0;
  uint64_t threads_evicted_ = 0;
  uint64_t descriptors_refused_ = 0;
  ReplayTimes times_;
  std::map<LossReason, uint64_t> lost_;
  std::map<rules::RuleId, uint64_t> by_rule_;
  using RuleCaptures = std::map<std::string, size_t>;  // rule name -> captures in which it could not fire
  std::map<std::string, RuleCaptures> unwatched_;      // by source, where that was not recorded
  RuleCaptures blind_;                                 // where the source was, but none of its event types
};

}  // namespace sysreel
