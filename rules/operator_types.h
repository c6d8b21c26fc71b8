// Which operator goes with which type.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rules/program.h"

namespace sysreel::rules {

// What a side of a check is, for the checks of transformers and operators.
struct SideType {
  FieldType type = FieldType::kString;
  bool list = false;
  // Before the transformers of one argument that were applied: join, concat and getopt ask for these, as in
  // Falco.
  FieldType base_type = FieldType::kString;
  bool base_list = false;
  const Field* base = nullptr;  // the field at the bottom; null for literals and for join, concat, getopt
  FieldUseId use = 0;           // of `base`
  bool text_elements =
      false;  // a list on which operators for text are allowed: true when any element satisfies
};

// Nothing when they go together, else what is wrong.
std::optional<std::string> operator_problem(Operator op, Modifier modifier, const SideType& side);

std::string_view name_of(FieldType type);  // "text", "number" …, for messages

}  // namespace sysreel::rules
