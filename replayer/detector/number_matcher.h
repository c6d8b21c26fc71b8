// NumberMatcher: the answers of a question's predicates to one number, where they are plain comparisons of
// integers; others are asked one by one.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "rules/program.h"

namespace sysreel {

class NumberMatcher {
 public:
  // The program must outlive the matcher. All predicates compare one value with constants.
  NumberMatcher(const rules::Program& program, std::span<const rules::PredicateId> predicates);

  // Sets bit n of `answers` (enough zeroed words) when predicate n holds for the value, which is no text.
  void answer(const rules::Value& value, rules::EvaluationScratch& scratch,
              std::span<uint64_t> answers) const;
  // No predicate tells numbers from this one on apart, of values without a sign; nothing: not known.
  std::optional<uint64_t> all_alike_from() const;

 private:
  struct Comparison {
    rules::PredicateId predicate = 0;
    bool plain = false;
    bool is_unsigned = false;
    rules::Operator op = rules::Operator::kEqual;
    int64_t constant = 0;
  };
  static bool holds(const Comparison& comparison, int64_t number);

  const rules::Program& program_;
  std::vector<Comparison> comparisons_;
};

}  // namespace sysreel
