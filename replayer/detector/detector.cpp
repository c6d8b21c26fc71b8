#include "replayer/detector/detector.h"

#include "replayer/detector/scope_of.h"
#include "rules/evaluation.h"
#include "rules/predicate.h"

namespace sysreel {

using rules::OpCode;
using rules::PredicateId;

Detector::Detector(const rules::Program& program, const State& state, EventFields& fields,
                   std::string_view source, Matching matching)
    : program_(program),
      state_(state),
      fields_(fields),
      matching_(matching),
      scratch_(std::make_unique<rules::EvaluationScratch>()),
      candidates_(state.catalogue().size()) {
  for (rules::RuleId id = 0; id < program.rules.size(); ++id) {
    const rules::CompiledRule& rule = program.rules[id];
    if (!rule.enabled || rule.source != source) continue;
    for (const EventKind& row : state.catalogue().kinds()) {
      if (!row.has(kSnapshotRow) && rule.kinds.contains(row.id)) candidates_[row.id].push_back(id);
    }
  }
  plan_predicates();
}

Detector::~Detector() = default;

void Detector::plan_predicates() {
  uint32_t threads = 0;
  uint32_t descriptors = 0;
  uint32_t arguments = 0;
  plans_.resize(program_.predicates.size());
  for (PredicateId id = 0; id < plans_.size(); ++id) {
    const PredicateScope scope = scope_of(program_, id, fields_.fields());
    PredicatePlan& plan = plans_[id];
    plan.scope = scope.scope;
    plan.argument_use = scope.argument_use;
    switch (scope.scope) {
      case Scope::kKind:
        plan.index = kind_predicates_++;
        break;
      case Scope::kThread:
        plan.index = threads++;
        break;
      case Scope::kDescriptor:
        plan.index = descriptors++;
        break;
      case Scope::kArgument:
        plan.index = arguments++;
        break;
      case Scope::kEvent:
        break;
    }
  }
  kind_answers_.assign(size_t{kind_predicates_} * candidates_.size(), Answers::kUnknown);
  string_answers_.resize(arguments);
}

void Detector::begin_block(const EventBlock& block) {
  string_answers_.begin_block(block.strings.size());
}

std::span<const rules::RuleId> Detector::match(const Step& step) {
  matched_.clear();
  step_ = &step;
  for (const rules::RuleId id : candidates_[step.event.kind()]) {
    if (!runs(program_.rules[id])) continue;
    matched_.push_back(id);
    if (matching_ == Matching::kFirst) break;
  }
  return matched_;
}

bool Detector::runs(const rules::CompiledRule& rule) {
  bool result = false;
  const uint32_t end = rule.first + rule.count;
  for (uint32_t at = rule.first; at < end;) {
    const rules::Instruction& instruction = program_.code[at++];
    switch (instruction.op) {
      case OpCode::kTest:
        result = answer(instruction.operand);
        break;
      case OpCode::kTestNot:
        result = !answer(instruction.operand);
        break;
      case OpCode::kJumpIfTrue:
        if (result) at = instruction.operand;
        break;
      case OpCode::kJumpIfFalse:
        if (!result) at = instruction.operand;
        break;
      case OpCode::kNot:
        result = !result;
        break;
      case OpCode::kConstant:
        result = instruction.operand != 0;
        break;
      case OpCode::kEnd:
        return result;
    }
  }
  return result;
}

bool Detector::compute(PredicateId predicate) {
  return rules::test(program_, predicate, fields_, *scratch_);
}

bool Detector::answer(PredicateId predicate) {
  const PredicatePlan& plan = plans_[predicate];
  switch (plan.scope) {
    case Scope::kKind:
      return answer_by_kind(plan, predicate);
    case Scope::kThread:
      return step_->thread == nullptr ? compute(predicate)
                                      : answer_by(step_->thread->answers, plan, predicate);
    case Scope::kDescriptor: {
      // Of kinds that concern no descriptor fd.* is missing, whatever the thread's last one was.
      const bool concerned = (step_->kind->flags & (kCreatesFd | kUsesFd | kDestroysFd)) != 0;
      if (step_->descriptor == nullptr || !concerned) return compute(predicate);
      return answer_by(step_->descriptor->answers, plan, predicate);
    }
    case Scope::kArgument:
      return answer_by_argument(plan, predicate);
    case Scope::kEvent:
      break;
  }
  return compute(predicate);
}

bool Detector::answer_by_kind(const PredicatePlan& plan, PredicateId predicate) {
  uint8_t& known = kind_answers_[size_t{step_->event.kind()} * kind_predicates_ + plan.index];
  if (known == Answers::kUnknown) known = compute(predicate) ? Answers::kTrue : Answers::kFalse;
  return known == Answers::kTrue;
}

bool Detector::answer_by(Answers& answers, const PredicatePlan& plan, PredicateId predicate) {
  const uint8_t known = answers.get(plan.index, state_.epoch());
  if (known != Answers::kUnknown) return known == Answers::kTrue;
  const bool result = compute(predicate);
  answers.set(plan.index, result, state_.epoch());
  return result;
}

// Only a text that is the value as it stands may be remembered by its number: relative paths, addresses and
// buffers read differently in another thread or under another type.
bool Detector::answer_by_argument(const PredicatePlan& plan, PredicateId predicate) {
  const int place = fields_.fields()[plan.argument_use].places[step_->event.kind()];
  if (place < 0 || !step_->event.has(static_cast<size_t>(place))) return compute(predicate);
  const auto param = static_cast<size_t>(place);
  const ParamType type = step_->kind->params[param].type;
  const bool path = type == ParamType::kFsPath || type == ParamType::kFsRelPath;
  const bool as_it_stands =
      type == ParamType::kCharBuf || (path && step_->event.text(param).starts_with('/'));
  if (!as_it_stands) return compute(predicate);
  const uint32_t string = step_->event.string_number(param);
  const uint8_t known = string_answers_.get(plan.index, string);
  if (known != Answers::kUnknown) return known == Answers::kTrue;
  const bool result = compute(predicate);
  string_answers_.set(plan.index, string, result);
  return result;
}

}  // namespace sysreel
