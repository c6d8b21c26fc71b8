#include "replayer/explain/condition_trace.h"

#include "replayer/explain/list_item.h"
#include "replayer/explain/turnaround.h"
#include "replayer/report/output_format.h"
#include "rules/evaluation.h"
#include "rules/predicate.h"

namespace sysreel {
namespace {

using rules::ConditionOutline;
using rules::ConditionPart;
using rules::OperandId;
using rules::Predicate;
using rules::Program;
using rules::Value;
using Kind = ConditionPart::Kind;

class Tracer {
 public:
  Tracer(const Program& program, const ConditionOutline& outline, rules::FieldReader& reader,
         rules::EvaluationScratch& scratch)
      : program_(program), outline_(outline), reader_(reader), scratch_(scratch) {}

  ConditionTrace run() {
    trace_.parts.resize(outline_.parts.size());
    std::vector<bool> answers(outline_.parts.size());
    for (uint32_t i = 0; i < outline_.parts.size(); ++i) {
      if (outline_.parts[i].kind != Kind::kCheck) continue;
      answers[i] = rules::test(program_, outline_.parts[i].predicate, reader_, scratch_);
      describe(program_.predicates[outline_.parts[i].predicate], trace_.parts[i]);
    }
    // From here on every check has its answer; no field is read again.
    const Turnaround turnaround(outline_, answers);
    trace_.matched = turnaround.answer();
    trace_.distance = turnaround.distance();
    for (uint32_t i = 0; i < outline_.parts.size(); ++i) trace_.parts[i].answer = turnaround.answer_of(i);
    for (const uint32_t part : turnaround.blocking()) trace_.parts[part].blocks = true;
    walk(0, true, true);
    return std::move(trace_);
  }

 private:
  void add_value(OperandId id, TracedPart& part) {
    if (program_.operands[id].is_literal) return;
    const rules::EvaluationScratch::Mark mark = scratch_.mark();
    const Value value = rules::evaluate(program_, id, reader_, scratch_);
    TracedValue traced{rules::to_text(program_, program_.operands[id]), {}};
    if (!value.missing()) {
      traced.text.emplace();
      append_value_text(*traced.text, value, traced.operand);
    }
    part.values.push_back(std::move(traced));
    scratch_.rewind(mark);
  }

  void describe(const Predicate& predicate, TracedPart& part) {
    add_value(predicate.left, part);
    if (predicate.right != rules::kNoOperand) return add_value(predicate.right, part);
    if (predicate.texts.size() < 2) return;
    const rules::EvaluationScratch::Mark mark = scratch_.mark();
    const Value value = rules::evaluate(program_, predicate.left, reader_, scratch_);
    if (const auto fitting = first_satisfied(predicate, value, scratch_))
      part.item = predicate.texts[*fitting];
    scratch_.rewind(mark);
  }

  // As deep as the tree with its macros, which resolution bounds.
  void walk(uint32_t index, bool reached, bool decides) {
    TracedPart& part = trace_.parts[index];
    const ConditionPart& at = outline_.parts[index];
    part.reached = reached;
    part.decides = decides;
    if (at.kind == Kind::kCheck) return;
    if (at.kind == Kind::kMacro || at.kind == Kind::kNot) return walk(index + 1, reached, decides);
    // `and` ends at its first false part, `or` at its first true one; without one all parts decide together.
    const bool ending = at.kind == Kind::kOr;
    const bool ended_by_one = part.answer == ending;
    bool ended = false;
    for (uint32_t child = index + 1; child < at.end; child = outline_.parts[child].end) {
      const bool ends = trace_.parts[child].answer == ending;
      walk(child, reached && !ended, decides && !ended && (!ended_by_one || ends));
      ended = ended || ends;
    }
  }

  const Program& program_;
  const ConditionOutline& outline_;
  rules::FieldReader& reader_;
  rules::EvaluationScratch& scratch_;
  ConditionTrace trace_;
};

}  // namespace

ConditionTrace trace_condition(const Program& program, const ConditionOutline& outline,
                               rules::FieldReader& reader, rules::EvaluationScratch& scratch) {
  return Tracer(program, outline, reader, scratch).run();
}

}  // namespace sysreel
