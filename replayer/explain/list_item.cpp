#include "replayer/explain/list_item.h"

#include <algorithm>

#include "rules/evaluation.h"
#include "rules/predicate.h"

namespace sysreel {

using rules::Value;

bool satisfies_constant(const rules::Predicate& predicate, size_t constant, const Value& value,
                        rules::EvaluationScratch& scratch) {
  if (value.kind == Value::Kind::kMissing) return false;
  if (value.kind == Value::Kind::kList) {
    return std::any_of(value.items.begin(), value.items.end(), [&](const Value& item) {
      return satisfies_constant(predicate, constant, item, scratch);
    });
  }
  if (predicate.op != rules::Operator::kPMatch) return rules::compare(predicate, constant, value, scratch);
  rules::PathSet one;
  one.add(predicate.texts[constant]);
  return value.kind == Value::Kind::kText && one.covers(value.text);
}

std::optional<size_t> first_satisfied(const rules::Predicate& predicate, const Value& value,
                                      rules::EvaluationScratch& scratch) {
  for (size_t i = 0; i < predicate.texts.size(); ++i)
    if (satisfies_constant(predicate, i, value, scratch)) return i;
  return std::nullopt;
}

}  // namespace sysreel
