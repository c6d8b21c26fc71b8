// ConditionOutline: a rule's condition as its author wrote it, with macros by name, each check tied to the
// predicate that the program asks. Explanations walk it; the program itself is flat and knows no macros.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "rules/program.h"

namespace sysreel::rules {

struct Pipeline;

struct ConditionPart {
  enum class Kind : uint8_t { kAnd, kOr, kNot, kCheck, kMacro };
  Kind kind = Kind::kCheck;
  PredicateId predicate = 0;  // kCheck
  std::string text;           // kCheck: "proc.name in (a, b)", lists written out; kMacro: its name
  std::string exception;      // kCheck: the exception of the rule that it comes from, if it does
  Place place;                // kCheck, kMacro: where it is written
  uint32_t end = 0;           // behind its last descendant
};

struct ConditionOutline {
  // A tree in preorder: parts[0] is the whole, the children of parts[i] start at i + 1, and each ends where
  // the next begins. kNot and kMacro have one child, kAnd and kOr two or more, kCheck none.
  std::vector<ConditionPart> parts;
};

// `rule` is one of the pipeline's program.
ConditionOutline outline_of(const Pipeline& pipeline, RuleId rule);

// "and", "or", "not", "check", "macro".
std::string_view name_of(ConditionPart::Kind kind);

// One part a line, indented by two blanks a level.
std::string to_text(const ConditionOutline& outline);

}  // namespace sysreel::rules
