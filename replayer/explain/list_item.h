// Which of a check's several constants a value satisfies: `proc.name in (sh, bash)` by bash.
#pragma once

#include <cstddef>
#include <optional>

#include "rules/program.h"

namespace sysreel {

// Does the value, or any of several values, satisfy this one constant? A negated operator is asked as
// written.
bool satisfies_constant(const rules::Predicate& predicate, size_t constant, const rules::Value& value,
                        rules::EvaluationScratch& scratch);
std::optional<size_t> first_satisfied(const rules::Predicate& predicate, const rules::Value& value,
                                      rules::EvaluationScratch& scratch);

}  // namespace sysreel
