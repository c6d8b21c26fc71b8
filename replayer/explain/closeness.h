// How much a value resembles what a check wants.
#pragma once

#include "rules/program.h"

namespace sysreel {

// 0 (nothing in common, or no value) to 1, of a check that stands in the way: for texts the best share of
// leading and trailing bytes with one of the first constants, 1 when the value is one that is excluded.
double closeness_of(const rules::Program& program, rules::PredicateId predicate, bool answer,
                    rules::FieldReader& reader, rules::EvaluationScratch& scratch);

}  // namespace sysreel
