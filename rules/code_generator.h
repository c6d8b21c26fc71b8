// A checked syntax tree → instructions. Boolean structure becomes short-circuit jumps in source order; a
// macro's body stands where its name stood.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "rules/checker.h"
#include "rules/event_set.h"
#include "rules/program.h"

namespace sysreel::rules {

// source → node id → predicate. The same check of a macro means different fields under different sources.
using CheckPredicates = std::unordered_map<std::string, std::unordered_map<uint32_t, PredicateId>>;

class CodeGenerator {
 public:
  // All outlive the generator.
  CodeGenerator(Program& program, Checker& checker, const MacroSource* macros)
      : program_(program), checker_(checker), macros_(macros) {}

  // Appends the code of `condition` to the program and says where it is. False: findings hold the errors,
  // each of a place reported once however many rules reach it, and the code is unusable.
  bool generate(const Node& condition, const FieldScope& scope, CompiledRule& rule,
                std::vector<Finding>& findings);

  // The macros on the way to the check in which the last error was found, outermost first.
  struct Trail {
    const Node* node = nullptr;
    std::vector<std::string_view> macros;
  };
  const std::vector<Trail>& trails() const { return trails_; }
  // Of each check that was generated: its predicate by source and node id.
  CheckPredicates& predicates() { return predicates_; }

 private:
  static constexpr uint32_t kBroken = 0xffffffff;

  void emit(const Node& node);
  void emit_check(const Node& node);
  void emit_sequence(const Node& node);
  uint32_t predicate_of(const Node& check);
  void put(OpCode op, uint32_t operand) { program_.code.push_back({op, operand}); }

  Program& program_;
  Checker& checker_;
  const MacroSource* macros_;
  const FieldScope* scope_ = nullptr;
  std::vector<Finding>* findings_ = nullptr;
  bool good_ = true;
  std::vector<std::string_view> path_;
  std::vector<Trail> trails_;
  CheckPredicates predicates_;
  std::unordered_map<uint32_t, uint32_t>* known_ = nullptr;
};

}  // namespace sysreel::rules
