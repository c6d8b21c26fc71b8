// Condition text → syntax tree.
//
//   condition := or ;  or := and { "or" and } ;  and := not { "and" not } ;  not := { "not" } primary
//   primary   := "(" or ")" | side check | macro
//   side      := field | transformer "(" argument { "," argument } ")" [ "[" text "]" ]
//   check     := "exists" | order (number | right) | comparison [ modifier ] (text | right | list) | listop
//   (list | right)
//
// FALCO_INVENTORY §2.1 has the whole grammar. Blanks around keywords matter as they do in Falco.
#pragma once

#include <cstdint>
#include <string_view>

#include "rules/ast.h"
#include "rules/parsed.h"

namespace sysreel::rules {

// Numbers the nodes from `next_id` on, which it advances. Texts of nodes point into `arena` or `text`, which
// must both outlive the tree.
Parsed parse_condition(std::string_view text, Arena& arena, uint32_t& next_id, const ParseOptions& options);

// A field or transformer at the beginning of `text` (for output templates); `used` is how much of it that is.
Parsed parse_operand(std::string_view text, Arena& arena, uint32_t& next_id, const ParseOptions& options,
                     size_t& used);

}  // namespace sysreel::rules
