#include "replayer/profile/rule_profile.h"

#include <chrono>

#include "format/param_json.h"
#include "rules/evaluation.h"
#include "rules/predicate.h"
#include "rules/run_code.h"

namespace sysreel {
namespace {

using rules::PredicateId;
using rules::Value;

uint64_t now() {
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                   std::chrono::steady_clock::now().time_since_epoch())
                                   .count());
}

uint64_t bytes_of(const Value& value) {
  uint64_t sum = value.text.size();
  for (const Value& item : value.items) sum += bytes_of(item);
  return sum;
}

}  // namespace

RuleProfile::RuleProfile(const rules::Program& program)
    : program_(program),
      scratch_(std::make_unique<rules::EvaluationScratch>()),
      rules_(program.rules.size()),
      predicates_(program.predicates.size()),
      answers_(program.predicates.size()) {}

RuleProfile::~RuleProfile() = default;

// The rules of the event's source that may match its kind.
const std::vector<rules::RuleId>& RuleProfile::candidates(const SeenEvent& event) {
  const auto source = static_cast<size_t>(event.step.event.block().source);
  const KindId kind = event.step.event.kind();
  if (candidates_.size() <= source) candidates_.resize(source + 1);
  std::vector<std::vector<rules::RuleId>>& by_kind = candidates_[source];
  while (by_kind.size() <= kind) {
    const auto next = static_cast<KindId>(by_kind.size());
    std::vector<rules::RuleId>& found = by_kind.emplace_back();
    for (rules::RuleId id = 0; id < program_.rules.size(); ++id) {
      const rules::CompiledRule& rule = program_.rules[id];
      const bool of_source = rule.source == name_of(event.step.event.block().source);
      if (rule.enabled && of_source && rule.kinds.contains(next)) found.push_back(id);
    }
  }
  return by_kind[kind];
}

void RuleProfile::observe(const SeenEvent& event) {
  fields_ = &event.fields;
  ++events_;
  const bool timed = events_ % kSampled == 0;
  for (const rules::RuleId id : candidates(event)) {
    ProfileCount& count = rules_[id];
    ++count.evaluations;
    if (run(program_.rules[id], count, false)) ++count.hits;
    if (!timed) continue;
    ProfileCount unused;
    const uint64_t start = now();
    run(program_.rules[id], unused, true);
    count.ns += (now() - start) * kSampled;
  }
}

// Timed, every predicate is computed as if nothing had been asked before, and nothing is counted.
bool RuleProfile::run(const rules::CompiledRule& rule, ProfileCount& count, bool timed) {
  return rules::run_code(program_, rule, [&](PredicateId id) {
    const Answer& found = answer(id, timed);
    const bool holds = found.holds;
    count.bytes += found.bytes;
    if (timed) return holds;
    ProfileCount& predicate = predicates_[id];
    ++predicate.evaluations;
    predicate.hits += holds ? 1 : 0;
    predicate.bytes += found.bytes;
    if (events_ % kSampled == 0) time_predicate(id);
    return holds;
  });
}

const RuleProfile::Answer& RuleProfile::answer(PredicateId id, bool anew) {
  Answer& known = answers_[id];
  if (known.event == events_ && !anew) return known;
  const rules::Predicate& predicate = program_.predicates[id];
  const rules::EvaluationScratch::Mark mark = scratch_->mark();
  const Value left = rules::evaluate(program_, predicate.left, *fields_, *scratch_);
  known.event = events_;
  known.bytes = bytes_of(left);
  known.holds = predicate.right == rules::kNoOperand ? rules::holds(predicate, left, *scratch_)
                                                     : rules::test(program_, id, *fields_, *scratch_);
  scratch_->rewind(mark);
  return known;
}

void RuleProfile::time_predicate(PredicateId id) {
  const uint64_t start = now();
  answer(id, true);
  predicates_[id].ns += (now() - start) * kSampled;
}

}  // namespace sysreel
