// Detector: which rules an event satisfies, doing work per distinct thing and not per event (DESIGN §6).
//
// Each predicate has a scope, the widest thing that its operands depend on, and its answer is remembered with
// that thing: with the event kind for ever, with the thread and the descriptor until they change (their
// Answers), with a block's string until the block ends. Only predicates on the event's own numbers are
// computed each time. Rules are tried per kind in the order of definition.
//
// One thread. The program, the state and the reader must outlive the detector.
#pragma once

#include <span>
#include <vector>

#include "replayer/detector/field_reader.h"
#include "replayer/detector/string_answers.h"
#include "rules/program.h"

namespace sysreel::rules {
class EvaluationScratch;
}

namespace sysreel {

enum class Matching : uint8_t { kFirst, kAll };

class Detector {
 public:
  Detector(const rules::Program& program, const State& state, EventFields& fields, std::string_view source,
           Matching matching);
  ~Detector();

  // Some rule may match events of this kind.
  bool wants(KindId kind) const { return kind < candidates_.size() && !candidates_[kind].empty(); }
  void begin_block(const EventBlock& block);
  // The rules that the event satisfies, in the order of definition; valid until the next call. The reader
  // must stand on the event.
  std::span<const rules::RuleId> match(const Step& step);

 private:
  struct PredicatePlan {
    Scope scope = Scope::kEvent;
    uint32_t index = 0;                  // within its scope
    rules::FieldUseId argument_use = 0;  // kArgument: the field that names the parameter
  };

  void plan_predicates();
  bool runs(const rules::CompiledRule& rule);
  bool answer(rules::PredicateId predicate);
  bool compute(rules::PredicateId predicate);
  bool answer_by_kind(const PredicatePlan& plan, rules::PredicateId predicate);
  bool answer_by(Answers& answers, const PredicatePlan& plan, rules::PredicateId predicate);
  bool answer_by_argument(const PredicatePlan& plan, rules::PredicateId predicate);

  const rules::Program& program_;
  const State& state_;
  EventFields& fields_;
  Matching matching_;
  std::unique_ptr<rules::EvaluationScratch> scratch_;
  std::vector<std::vector<rules::RuleId>> candidates_;  // by KindId
  std::vector<PredicatePlan> plans_;                    // by PredicateId
  std::vector<uint8_t> kind_answers_;                   // kind * kind_predicates_ + index
  uint32_t kind_predicates_ = 0;
  StringAnswers string_answers_;
  std::vector<rules::RuleId> matched_;
  const Step* step_ = nullptr;
};

}  // namespace sysreel
