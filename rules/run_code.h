// A rule's code, run: what its predicates answer is the caller's to say.
#pragma once

#include "rules/program.h"

namespace sysreel::rules {

// `test`, a function of a PredicateId, is asked in the code's order, and only as far as the answer depends on
// it.
template <typename Test>
bool run_code(const Program& program, const CompiledRule& rule, Test&& test) {
  bool result = false;
  const uint32_t end = rule.first + rule.count;
  for (uint32_t at = rule.first; at < end;) {
    const Instruction& instruction = program.code[at++];
    switch (instruction.op) {
      case OpCode::kTest:
        result = test(instruction.operand);
        break;
      case OpCode::kTestNot:
        result = !test(instruction.operand);
        break;
      case OpCode::kJumpIfTrue:
        if (result) at = instruction.operand;
        break;
      case OpCode::kJumpIfFalse:
        if (!result) at = instruction.operand;
        break;
      case OpCode::kNot:
        result = !result;
        break;
      case OpCode::kConstant:
        result = instruction.operand != 0;
        break;
      case OpCode::kEnd:
        return result;
    }
  }
  return result;
}

}  // namespace sysreel::rules
