// Which events a condition can be true for, deduced from its checks on the event type.
//
// `and` intersects, `or` unites, `not` is pushed down to the checks. A check that does not name an event type
// says nothing and admits all, negated or not.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/ast.h"
#include "rules/program.h"

namespace sysreel::rules {

// Finds the tree of a macro; null when there is none of that name.
class MacroSource {
 public:
  virtual ~MacroSource() = default;
  virtual const Node* body(std::string_view macro) const = 0;
};

class EventDeduction {
 public:
  EventDeduction(const MacroSource* macros, bool falco_compatible)
      : macros_(macros), falco_compatible_(falco_compatible) {}

  struct Result {
    KindSet kinds;             // by our catalogue
    uint32_t falco_codes = 0;  // how many of Falco's event codes; more than 100 make a rule slow there
  };
  // Valid as long as the deduction.
  const Result& deduce(const Node& condition);
  // The names that conditions call those events by, sorted: Falco's, and unless `falco_compatible` also those
  // of our further kinds which a condition that names events lets through.
  std::vector<std::string_view> names_of(const Node& condition);

 private:
  // Three sets at once: bits of Falco's names, of the generic calls, of our kinds.
  static constexpr size_t kWords = 24;
  using Bits = std::array<uint64_t, kWords>;
  static Result result_of(const Bits& bits);
  Bits visit(const Node& node, bool negated);
  Bits visit_all(const Node& node, bool negated);
  Bits check(const Node& node, bool negated);
  Bits names(const Node& right) const;

  const MacroSource* macros_;
  bool falco_compatible_;
  std::map<Bits, Result> results_;  // many rules look at the same events
  // Macros are visited once each way.
  std::unordered_map<std::string_view, Bits> plain_;
  std::unordered_map<std::string_view, Bits> negated_;
};

}  // namespace sysreel::rules
