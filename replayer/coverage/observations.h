// Observations: what the events of some captures showed of a rule set's checks. Collected while a replay runs
// with all matches; coverage is judged from it afterwards.
//
// A check is asked of an event only until it has once been true for that kind of event, and only when its
// field has a value that was not seen before, so that a long capture costs little more than its new values.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "replayer/stream/event_observer.h"

namespace sysreel {

// The fields that a check reads, on both sides.
std::vector<rules::FieldUseId> fields_of(const rules::Program& program, const rules::Predicate& predicate);

class Observations : public EventObserver {
 public:
  // The program must outlive the object. It may be given several captures, one after the other.
  explicit Observations(const rules::Program& program);
  ~Observations() override;

  void observe(const SeenEvent& event) override;

  // Of events of the kinds of a rule.
  uint64_t events_of(rules::RuleId rule) const { return events_[rule]; }
  uint64_t matches_of(rules::RuleId rule) const { return matches_[rule]; }
  // Matches that no earlier rule had, which are those that Falco's default reports.
  uint64_t first_matches_of(rules::RuleId rule) const { return first_[rule]; }
  // The rule that came before this one most often; empty: none did.
  std::string shadow_of(rules::RuleId rule) const;
  bool ever_true(rules::RuleId rule, rules::PredicateId predicate) const;
  // The field had a value, or something at hand could have read one.
  bool ever_filled(rules::RuleId rule, rules::FieldUseId use) const;
  bool readable(rules::FieldUseId use) const { return readable_.empty() || readable_[use]; }
  // By the constant's place in the predicate.
  const std::vector<bool>& items_seen(rules::PredicateId predicate) const { return items_[predicate]; }

 private:
  struct KindPlan {
    bool made = false;
    std::vector<rules::RuleId> rules;
    std::vector<rules::PredicateId> predicates;  // distinct ones of its rules
    std::vector<rules::FieldUseId> fields;       // distinct ones of its predicates
  };

  KindPlan& plan_of(const SeenEvent& event);
  void note_fields(KindPlan& plan, const SeenEvent& event, KindId kind);
  void note_items(rules::PredicateId id, const SeenEvent& event);

  const rules::Program& program_;
  std::unique_ptr<rules::EvaluationScratch> scratch_;
  std::vector<std::vector<rules::PredicateId>> predicates_;       // by rule, distinct
  std::vector<std::vector<rules::FieldUseId>> predicate_fields_;  // by predicate
  std::vector<uint64_t> events_;
  std::vector<uint64_t> matches_;
  std::vector<uint64_t> first_;
  std::map<rules::RuleId, std::map<rules::RuleId, uint64_t>> shadows_;
  std::vector<KindPlan> plans_;                       // by KindId
  std::vector<std::vector<uint8_t>> true_;            // by predicate, KindId
  std::vector<std::vector<uint8_t>> filled_;          // by field use, KindId
  std::vector<std::vector<bool>> items_;              // by predicate, constant
  std::vector<bool> readable_;                        // by field use, of the captures so far
  std::vector<std::unordered_set<uint64_t>> values_;  // by field use: hashes of kind and value
  std::vector<bool> fresh_;                           // by field use, of the event at hand
};

}  // namespace sysreel
