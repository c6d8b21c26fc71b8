// Type checks: a check of a syntax tree → a predicate of the program, or why it cannot be one.
//
// Field uses, operands and predicates are shared: the same check written twice gets the same number.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/ast.h"
#include "rules/field_use.h"
#include "rules/finding.h"
#include "rules/program.h"

namespace sysreel::rules {

class Checker {
 public:
  // `program` outlives the checker and is only added to.
  explicit Checker(Program& program);
  ~Checker();
  Checker(const Checker&) = delete;
  Checker& operator=(const Checker&) = delete;

  // Nothing when the check is wrong; findings then hold at least one error.
  std::optional<PredicateId> predicate(const Node& check, const FieldScope& scope,
                                       std::vector<Finding>& findings);
  // The left side of a check, for outputs and exceptions.
  std::optional<OperandId> operand(const Node& side, const FieldScope& scope, std::vector<Finding>& findings);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sysreel::rules
