#include "replayer/explain/closeness.h"

#include <algorithm>

#include "rules/evaluation.h"
#include "rules/predicate.h"

namespace sysreel {
namespace {

using rules::Value;

constexpr size_t kConstants = 64;   // lists can be long, and the first ones tell enough
constexpr double kUncertain = 0.5;  // numbers and the like: neither near nor far

double resemblance(std::string_view value, std::string_view wanted) {
  const size_t shorter = std::min(value.size(), wanted.size());
  const size_t longer = std::max(value.size(), wanted.size());
  if (longer == 0) return 1;
  size_t front = 0;
  while (front < shorter && value[front] == wanted[front]) ++front;
  size_t back = 0;
  while (back < shorter - front && value[value.size() - 1 - back] == wanted[wanted.size() - 1 - back]) ++back;
  return static_cast<double>(front + back) / static_cast<double>(longer);
}

double of_value(const rules::Predicate& predicate, const Value& value) {
  if (value.kind == Value::Kind::kMissing) return 0;
  if (value.kind == Value::Kind::kList) {
    double best = 0;
    for (const Value& item : value.items) best = std::max(best, of_value(predicate, item));
    return best;
  }
  if (value.kind != Value::Kind::kText || predicate.texts.empty()) return kUncertain;
  double best = 0;
  for (size_t i = 0; i < std::min(predicate.texts.size(), kConstants); ++i)
    best = std::max(best, resemblance(value.text, predicate.texts[i]));
  return best;
}

}  // namespace

double closeness_of(const rules::Program& program, rules::PredicateId id, bool answer,
                    rules::FieldReader& reader, rules::EvaluationScratch& scratch) {
  if (answer) return 1;
  const rules::Predicate& predicate = program.predicates[id];
  const rules::EvaluationScratch::Mark mark = scratch.mark();
  const double closeness = of_value(predicate, rules::evaluate(program, predicate.left, reader, scratch));
  scratch.rewind(mark);
  return closeness;
}

}  // namespace sysreel
