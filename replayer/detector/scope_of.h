// What a predicate's answer depends on: the join of what its operands' fields depend on.
#pragma once

#include <span>
#include <vector>

#include "replayer/fields/extractor.h"
#include "rules/program.h"

namespace sysreel {

struct PredicateScope {
  Scope scope = Scope::kKind;          // of a predicate without fields
  rules::FieldUseId argument_use = 0;  // of Scope::kArgument
};

// The fields that both sides of a predicate read.
std::vector<rules::FieldUseId> fields_of(const rules::Program& program, rules::PredicateId predicate);

PredicateScope scope_of(const rules::Program& program, rules::PredicateId predicate,
                        std::span<const BoundField> fields);

}  // namespace sysreel
