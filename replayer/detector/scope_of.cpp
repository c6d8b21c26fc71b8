#include "replayer/detector/scope_of.h"

#include "rules/predicate.h"

namespace sysreel {
void add_fields_of(const rules::Program& program, rules::OperandId start,
                   std::vector<rules::FieldUseId>& uses) {
  std::vector<rules::OperandId> work{start};
  while (!work.empty()) {
    const rules::Operand& operand = program.operands[work.back()];
    work.pop_back();
    if (operand.transformer != rules::Transformer::kNone) {
      work.insert(work.end(), operand.arguments.begin(), operand.arguments.end());
    } else if (!operand.is_literal) {
      uses.push_back(operand.field);
    }
  }
}

std::vector<rules::FieldUseId> fields_of(const rules::Program& program, rules::PredicateId id) {
  const rules::Predicate& predicate = program.predicates[id];
  std::vector<rules::FieldUseId> uses;
  add_fields_of(program, predicate.left, uses);
  if (predicate.right != rules::kNoOperand) add_fields_of(program, predicate.right, uses);
  return uses;
}

PredicateScope scope_of(const rules::Program& program, rules::PredicateId id,
                        std::span<const BoundField> fields) {
  const std::vector<rules::FieldUseId> uses = fields_of(program, id);
  PredicateScope result;
  for (const rules::FieldUseId use : uses) {
    const Scope scope = fields[use].scope;
    if (scope == Scope::kKind) continue;
    const bool same_argument =
        scope != Scope::kArgument || result.scope == Scope::kKind || result.argument_use == use;
    const bool joins = result.scope == Scope::kKind || (result.scope == scope && same_argument);
    result.scope = joins ? scope : Scope::kEvent;
    if (scope == Scope::kArgument) result.argument_use = use;
  }
  // A kind and anything else together: the answer differs between kinds for the same thing.
  bool by_kind = false;
  for (const rules::FieldUseId use : uses) by_kind = by_kind || fields[use].scope == Scope::kKind;
  if (by_kind && result.scope != Scope::kKind) result.scope = Scope::kEvent;
  return result;
}

}  // namespace sysreel
