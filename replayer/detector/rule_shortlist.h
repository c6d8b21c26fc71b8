// RuleShortlist: of many rules those that an event can still satisfy, by the values of the few fields that
// tell rules apart best (of Kubernetes audit events: resource, verb, subresource).
//
// The fields are those on which rules have most different checks of equality. For each combination of their
// values that occurs, the rules are run once with everything else open; those that cannot come out true are
// left out from then on. Combinations are bounded: when too many occur, the field with the most values is no
// longer looked at.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "replayer/detector/partial_evaluation.h"
#include "rules/program.h"

namespace sysreel {

class RuleShortlist {
 public:
  static constexpr size_t kMaxFields = 3;
  static constexpr size_t kMaxCombinations = 1024;

  // The program must outlive the shortlist.
  RuleShortlist(const rules::Program& program, std::vector<rules::RuleId> rules);

  using Answer = std::function<bool(rules::PredicateId)>;
  // For the event that `reader` stands on; `answer` answers predicates on it. Valid until the next call.
  std::span<const rules::RuleId> of_event(rules::FieldReader& reader, const Answer& answer);

  const std::vector<rules::FieldUseId>& fields() const { return fields_; }

 private:
  void choose_fields();
  void give_up_field();

  const rules::Program& program_;
  std::vector<rules::RuleId> rules_;
  PartialEvaluation evaluation_;
  std::vector<rules::FieldUseId> fields_;      // the best first
  std::vector<rules::FieldUseId> only_field_;  // by PredicateId: the one field that it depends on, or none
  std::string key_;
  std::unordered_map<std::string, std::vector<rules::RuleId>> lists_;  // by the fields' values
};

}  // namespace sysreel
