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

// Appends the fields that an operand reads, as often as it names them.
void add_fields_of(const rules::Program& program, rules::OperandId start,
                   std::vector<rules::FieldUseId>& uses);

// The fields that both sides of a predicate read.
std::vector<rules::FieldUseId> fields_of(const rules::Program& program, rules::PredicateId predicate);

PredicateScope scope_of(const rules::Program& program, rules::PredicateId predicate,
                        std::span<const BoundField> fields);

}  // namespace sysreel
