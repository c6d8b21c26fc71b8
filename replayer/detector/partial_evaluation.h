// A rule's condition while some answers are not known yet.
#pragma once

#include <cstdint>
#include <vector>

#include "rules/program.h"

namespace sysreel {

// What a predicate or a condition can still come to: one bit each for yes and no.
enum class Outcome : uint8_t { kNo = 1, kYes = 2, kOpen = 3 };

// Memory that is reused from rule to rule.
class PartialEvaluation {
 public:
  explicit PartialEvaluation(const rules::Program& program) : program_(program) {}

  // Runs the rule's code along every way that open predicates leave; `answer(predicate)` gives an Outcome and
  // is asked only about predicates that can be reached. What the same predicate says in two places is taken
  // as independent, so kOpen may be a condition that in fact is settled; another answer will tell.
  template <typename Answer>
  Outcome run(const rules::CompiledRule& rule, Answer&& answer);

 private:
  static uint8_t swapped(uint8_t outcomes) {
    return static_cast<uint8_t>((outcomes & 1) << 1 | (outcomes >> 1 & 1));
  }

  const rules::Program& program_;
  std::vector<uint8_t> arriving_;  // by instruction: results with which jumps lead there
};

template <typename Answer>
Outcome PartialEvaluation::run(const rules::CompiledRule& rule, Answer&& answer) {
  constexpr auto kNo = static_cast<uint8_t>(Outcome::kNo);
  constexpr auto kYes = static_cast<uint8_t>(Outcome::kYes);
  arriving_.assign(rule.count + 1, 0);
  uint8_t results = kNo;
  for (uint32_t at = 0; at < rule.count; ++at) {
    results |= arriving_[at];
    if (results == 0) continue;  // no way leads here
    const rules::Instruction& instruction = program_.code[rule.first + at];
    switch (instruction.op) {
      case rules::OpCode::kTest:
        results = static_cast<uint8_t>(answer(instruction.operand));
        break;
      case rules::OpCode::kTestNot:
        results = swapped(static_cast<uint8_t>(answer(instruction.operand)));
        break;
      case rules::OpCode::kJumpIfTrue:
        arriving_[instruction.operand - rule.first] |= results & kYes;
        results &= kNo;
        break;
      case rules::OpCode::kJumpIfFalse:
        arriving_[instruction.operand - rule.first] |= results & kNo;
        results &= kYes;
        break;
      case rules::OpCode::kNot:
        results = swapped(results);
        break;
      case rules::OpCode::kConstant:
        results = instruction.operand != 0 ? kYes : kNo;
        break;
      case rules::OpCode::kEnd:
        return static_cast<Outcome>(results);
    }
  }
  return static_cast<Outcome>(results);
}

}  // namespace sysreel
