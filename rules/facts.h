// What must hold of one event for a conjunction of checks to be true, and whether that is possible at all.
//
// Every check that is added is held against those before it that look at the same field: the same check the
// other way round, a value that a field may have and another check refuses, an empty range of numbers,
// a beginning, end or part of a text that another check refuses, a value of a field that must not exist. What
// is not understood is taken for possible, so that a contradiction found here is one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "rules/ast.h"
#include "rules/evaluation_scratch.h"
#include "rules/program.h"

namespace sysreel::rules {

class Facts {
 public:
  // `program` outlives the facts.
  explicit Facts(const Program& program) : program_(program) {}

  struct Claim {
    const Node* node = nullptr;
    bool positive = true;
  };
  struct Conflict {
    Claim claim;    // what cannot hold
    Claim against;  // because of this; no node: it never holds
  };

  // The check `predicate`, written at `node`, is true or false. False: that cannot be, see conflict().
  bool add(PredicateId predicate, bool positive, const Node& node);
  const Conflict& conflict() const { return conflict_; }

  size_t mark() const { return literals_.size(); }
  void rewind(size_t mark) { literals_.resize(mark); }

 private:
  struct Literal {
    PredicateId predicate = 0;
    bool positive = true;
    const Node* node = nullptr;
  };

  bool fail(const Literal& literal, const Literal* against) {
    conflict_ = {{literal.node, literal.positive}, {}};
    if (against != nullptr) conflict_.against = {against->node, against->positive};
    return false;
  }
  bool existence_holds(const Literal& added);
  bool values_hold(const Literal& added);
  bool range_holds(const Literal& added);
  bool parts_hold(const Literal& added);
  bool holds_for(const Literal& literal, const Value& value);
  const Literal* smallest_set(OperandId operand) const;

  const Program& program_;
  std::vector<Literal> literals_;
  Conflict conflict_;
  EvaluationScratch scratch_;
};

}  // namespace sysreel::rules
