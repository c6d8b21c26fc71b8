// Evaluation beyond test() and evaluate() of program.h.
#pragma once

#include <cstddef>

#include "rules/evaluation_scratch.h"
#include "rules/program.h"

namespace sysreel::rules {

struct Predicate;

// One comparison of two single values, for predicates and for right-hand fields.
bool compare(const Predicate& predicate, size_t constant, const Value& value, EvaluationScratch& scratch);

// A predicate without a right side, asked about a value that its left operand gave. Missing values satisfy
// none.
bool holds(const Predicate& predicate, const Value& value, EvaluationScratch& scratch);

// Runs the code of a rule with test(). The detector has its own way; this is for tests and for single
// filters.
bool matches(const Program& program, const CompiledRule& rule, FieldReader& reader,
             EvaluationScratch& scratch);

}  // namespace sysreel::rules
