#include "replayer/detector/number_matcher.h"

#include <algorithm>
#include <limits>

#include "rules/evaluation.h"
#include "rules/ordered.h"
#include "rules/predicate.h"

namespace sysreel {
namespace {

using rules::Operator;
using rules::Value;

bool is_ordering(Operator op) {
  switch (op) {
    case Operator::kEqual:
    case Operator::kNotEqual:
    case Operator::kLess:
    case Operator::kLessEqual:
    case Operator::kGreater:
    case Operator::kGreaterEqual:
      return true;
    default:
      return false;
  }
}

}  // namespace

NumberMatcher::NumberMatcher(const rules::Program& program, std::span<const rules::PredicateId> predicates)
    : program_(program) {
  for (const rules::PredicateId id : predicates) {
    const rules::Predicate& predicate = program.predicates[id];
    Comparison comparison{id};
    comparison.plain = predicate.modifier == rules::Modifier::kNone && is_ordering(predicate.op) &&
                       predicate.reals.empty() && !predicate.integers.empty();
    if (comparison.plain) {
      comparison.is_unsigned = rules::is_unsigned(predicate.type);
      comparison.op = predicate.op;
      comparison.constant = predicate.integers[0];
    }
    comparisons_.push_back(comparison);
  }
}

bool NumberMatcher::holds(const Comparison& comparison, int64_t number) {
  if (comparison.is_unsigned)
    return ordered(comparison.op, static_cast<uint64_t>(number), static_cast<uint64_t>(comparison.constant));
  return ordered(comparison.op, number, comparison.constant);
}

std::optional<uint64_t> NumberMatcher::all_alike_from() const {
  uint64_t from = 0;
  for (const Comparison& comparison : comparisons_) {
    const auto constant = static_cast<uint64_t>(comparison.constant);
    if (!comparison.plain || !comparison.is_unsigned || constant == std::numeric_limits<uint64_t>::max())
      return std::nullopt;
    from = std::max(from, constant + 1);
  }
  return from;
}

void NumberMatcher::answer(const Value& value, rules::EvaluationScratch& scratch,
                           std::span<uint64_t> answers) const {
  const bool whole =
      value.kind == Value::Kind::kInt || value.kind == Value::Kind::kUint || value.kind == Value::Kind::kBool;
  const int64_t number = value.kind == Value::Kind::kBool ? int64_t{value.b} : value.i;
  for (size_t bit = 0; bit < comparisons_.size(); ++bit) {
    const Comparison& comparison = comparisons_[bit];
    const bool answer = whole && comparison.plain
                            ? holds(comparison, number)
                            : rules::holds(program_.predicates[comparison.predicate], value, scratch);
    if (answer) answers[bit / 64] |= uint64_t{1} << bit % 64;
  }
}

}  // namespace sysreel
