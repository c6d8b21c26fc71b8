// Can a condition be true? A search over the alternatives of its tree with Facts about each branch.
//
// The answer "no" is a proof; "yes" means that none was found within a bounded number of steps.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/ast.h"
#include "rules/code_generator.h"
#include "rules/event_set.h"
#include "rules/facts.h"

namespace sysreel::rules {

class Prover {
 public:
  // All outlive the prover.
  Prover(const Program& program, const CheckPredicates& predicates, const MacroSource& macros)
      : program_(program), predicates_(predicates), macros_(macros) {}

  using Claim = Facts::Claim;
  // What is claimed of an event of `source`, to be asked about further claims.
  struct Base {
    const std::string& source;
    Facts facts;
    std::vector<Claim> open;  // alternatives not decided on
    bool possible = true;
  };
  Base assume(const std::string& source, const std::vector<Claim>& claims);

  // Can the base hold, and `claim` beside it? Not: conflict() says why. Leaves the base as it is.
  bool possible(Base& base, Claim claim);
  bool possible(const std::string& source, Claim claim);
  const Facts::Conflict& conflict() const { return conflict_; }

  // An alternative of a condition that can never be true beside the rest of it.
  struct Dead {
    const Node* alternative = nullptr;
    Facts::Conflict conflict;
  };
  std::vector<Dead> dead_alternatives(const std::string& source, const Node& condition);

  uint64_t steps_taken() const { return steps_taken_; }

 private:
  static constexpr uint32_t kSteps = 20'000;
  static constexpr size_t kChoices = 200;

  std::optional<PredicateId> predicate_of(const Node& check) const;
  bool take(Claim claim, Facts& facts, std::vector<Claim>& open);
  bool propagate(Facts& facts, std::vector<Claim>& open);
  bool solve(Facts& facts, std::vector<Claim> open);
  bool out_of_steps() {
    ++steps_taken_;
    return steps_ == 0 || --steps_ == 0;
  }

  const Program& program_;
  const CheckPredicates& predicates_;
  const MacroSource& macros_;
  const std::string* source_ = nullptr;
  Facts::Conflict conflict_;
  uint32_t steps_ = 0;
  uint64_t steps_taken_ = 0;
};

}  // namespace sysreel::rules
