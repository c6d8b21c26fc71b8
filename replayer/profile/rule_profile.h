// RuleProfile: what the rules cost one by one: how often each rule and each predicate is evaluated, how often
// it holds, over how many bytes, and how long that takes.
//
// The counts are exact and those of plain evaluation: for each event every rule that may match its kind, its
// condition from left to right until it is settled. They do not depend on what a replay remembers, so they
// say what a rule asks for, not what this build happens to save. Times are sampled: of every kSampled-th
// event all parts are computed anew and timed.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "replayer/stream/event_observer.h"
#include "rules/program.h"

namespace sysreel {

struct ProfileCount {
  uint64_t evaluations = 0;
  uint64_t hits = 0;
  uint64_t bytes = 0;  // of the texts that were looked at
  uint64_t ns = 0;     // sampled, scaled to all evaluations
};

class RuleProfile final : public EventObserver {
 public:
  static constexpr uint64_t kSampled = 64;

  // The program must outlive the profile.
  explicit RuleProfile(const rules::Program& program);
  ~RuleProfile() override;

  void observe(const SeenEvent& event) override;

  const std::vector<ProfileCount>& rules() const { return rules_; }            // by RuleId
  const std::vector<ProfileCount>& predicates() const { return predicates_; }  // by PredicateId
  uint64_t events() const { return events_; }

 private:
  struct Answer {
    uint64_t event = 0;  // of which event this is
    bool holds = false;
    uint64_t bytes = 0;
  };

  const std::vector<rules::RuleId>& candidates(const SeenEvent& event);
  bool run(const rules::CompiledRule& rule, ProfileCount& count, bool timed);
  const Answer& answer(rules::PredicateId predicate, bool anew);
  void time_predicate(rules::PredicateId predicate);

  const rules::Program& program_;
  std::unique_ptr<rules::EvaluationScratch> scratch_;
  std::vector<ProfileCount> rules_;
  std::vector<ProfileCount> predicates_;
  std::vector<Answer> answers_;                                      // of the current event, by PredicateId
  std::vector<std::vector<std::vector<rules::RuleId>>> candidates_;  // by source and kind
  EventFields* fields_ = nullptr;                                    // of the current event
  uint64_t events_ = 0;
};

}  // namespace sysreel
