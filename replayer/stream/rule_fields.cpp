#include "replayer/stream/rule_fields.h"

#include <algorithm>

#include "replayer/detector/scope_of.h"
#include "rules/predicate.h"

namespace sysreel {
namespace {

// Appends the operands that the rule's condition and output begin with.
void collect_operands(const rules::Program& program, const rules::CompiledRule& rule,
                      std::vector<rules::OperandId>& operands) {
  for (uint32_t at = rule.first; at < rule.first + rule.count; ++at) {
    const rules::Instruction& instruction = program.code[at];
    if (instruction.op != rules::OpCode::kTest && instruction.op != rules::OpCode::kTestNot) continue;
    const rules::Predicate& predicate = program.predicates[instruction.operand];
    operands.push_back(predicate.left);
    if (predicate.right != rules::kNoOperand) operands.push_back(predicate.right);
  }
  for (const rules::OutputPart& part : rule.output) {
    if (part.operand != rules::kNoOperand) operands.push_back(part.operand);
  }
}

}  // namespace

std::vector<rules::FieldUseId> fields_of(const rules::Program& program, const rules::CompiledRule& rule) {
  std::vector<rules::OperandId> operands;
  collect_operands(program, rule, operands);
  std::vector<rules::FieldUseId> uses;
  for (const rules::OperandId operand : operands) add_fields_of(program, operand, uses);
  std::sort(uses.begin(), uses.end());
  uses.erase(std::unique(uses.begin(), uses.end()), uses.end());
  return uses;
}

}  // namespace sysreel
