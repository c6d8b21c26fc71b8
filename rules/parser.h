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
#include <optional>
#include <string>
#include <string_view>

#include "rules/ast.h"

namespace sysreel::rules {

struct ParseOptions {
  // Nesting that is accepted; parsing recurses, so this bounds the stack. Falco's rule engine uses 1000, its
  // filter commands 100.
  uint32_t max_depth = 1000;
  bool falco_compatible = false;
  uint32_t text_id = 0;  // stored in the nodes
};

struct ParseError {
  std::string message;
  std::string hint;
  uint32_t offset = 0;
};

struct Parsed {
  const Node* root = nullptr;  // null: error
  ParseError error;
};

// Numbers the nodes from `next_id` on, which it advances. Texts of nodes point into `arena` or `text`, which
// must both outlive the tree.
Parsed parse_condition(std::string_view text, Arena& arena, uint32_t& next_id, const ParseOptions& options);

// A field or transformer at the beginning of `text` (for output templates); `used` is how much of it that is.
Parsed parse_operand(std::string_view text, Arena& arena, uint32_t& next_id, const ParseOptions& options,
                     size_t& used);

}  // namespace sysreel::rules
