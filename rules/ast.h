// The syntax tree of a condition. Nodes live in an Arena, never change after the parser made them and do not
// know their owner; positions are offsets into the text that was parsed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "rules/arena.h"
#include "rules/program.h"

namespace sysreel::rules {

enum class NodeKind : uint8_t {
  kAnd,          // children: two or more
  kOr,           // children: two or more
  kNot,          // children: one
  kCheck,        // children: left side and, except for `exists`, right side
  kMacro,        // text: its name
  kField,        // text: name; argument
  kTransformer,  // text: name, `val` included; children: arguments; argument
  kArguments,    // (a, b) as an argument of a transformer; children
  kValue,        // text: a literal, unescaped
  kList,         // children: values
};

struct Node {
  NodeKind kind = NodeKind::kValue;
  Operator op = Operator::kExists;      // kCheck
  Modifier modifier = Modifier::kNone;  // kCheck
  bool has_argument = false;            // kField, kTransformer
  bool double_equal = false;            // kCheck: written ==
  uint32_t id = 0;                      // unique within a numbering shared by the trees of one rule set
  uint32_t text_id = 0;                 // which text `offset` points into
  uint32_t offset = 0;
  uint32_t length = 0;  // of the token or phrase, for carets
  std::string_view text;
  std::string_view argument;
  std::span<const Node* const> children;

  const Node& left() const { return *children[0]; }
  const Node* right() const { return children.size() > 1 ? children[1] : nullptr; }
};

// The operator as written: "=", "==", "startswith oneof".
std::string operator_text(const Node& check);
std::string_view name_of(Operator op);
std::string_view name_of(Modifier modifier);

// The tree as a condition in canonical form: ((a.b = c and not m) or d.e in (x, "y z")).
std::string to_text(const Node& node);
// `text` as a literal of a condition: bare where the language allows it, else quoted.
void append_literal(std::string& out, std::string_view text);

}  // namespace sysreel::rules
