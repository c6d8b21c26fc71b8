#include "rules/ast.h"

namespace sysreel::rules {
namespace {

void append(std::string& out, const Node& node);

void append_all(std::string& out, const Node& node, std::string_view between) {
  for (size_t i = 0; i < node.children.size(); ++i) {
    if (i != 0) out += between;
    append(out, *node.children[i]);
  }
}

void append_argument(std::string& out, const Node& node) {
  if (!node.has_argument) return;
  out += '[';
  if (node.argument.empty()) {
    out += "\"\"";
  } else {
    append_literal(out, node.argument);
  }
  out += ']';
}

void append_check(std::string& out, const Node& node) {
  append(out, node.left());
  out += ' ';
  out += operator_text(node);
  if (node.right() == nullptr) return;
  out += ' ';
  append(out, *node.right());
}

// Depth is bounded by the parser (kMaxDepth).
void append(std::string& out, const Node& node) {
  switch (node.kind) {
    case NodeKind::kAnd:
    case NodeKind::kOr:
      out += '(';
      append_all(out, node, node.kind == NodeKind::kAnd ? " and " : " or ");
      out += ')';
      return;
    case NodeKind::kNot:
      out += "not ";
      append(out, node.left());
      return;
    case NodeKind::kCheck:
      append_check(out, node);
      return;
    case NodeKind::kMacro:
      out += node.text;
      return;
    case NodeKind::kField:
      out += node.text;
      append_argument(out, node);
      return;
    case NodeKind::kTransformer:
      out += node.text;
      out += '(';
      append_all(out, node, ",");
      out += ')';
      append_argument(out, node);
      return;
    case NodeKind::kArguments:
      out += '(';
      append_all(out, node, ",");
      out += ')';
      return;
    case NodeKind::kList:
      out += '(';
      append_all(out, node, ", ");
      out += ')';
      return;
    case NodeKind::kValue:
      append_literal(out, node.text);
      return;
  }
}

}  // namespace

void append_literal(std::string& out, std::string_view text) {
  std::string escaped;
  bool quote = false;
  for (const char c : text) {
    const std::string_view replacement = c == '\b'   ? "\\b"
                                         : c == '\f' ? "\\f"
                                         : c == '\n' ? "\\n"
                                         : c == '\r' ? "\\r"
                                         : c == '\t' ? "\\t"
                                         : c == '\\' ? "\\\\"
                                         : c == '"'  ? "\\\""
                                                     : "";
    quote = quote || !replacement.empty() || c == ' ' || c == '=' || c == '\'' || c == '\0';
    if (replacement.empty()) {
      escaped += c;
    } else {
      escaped += replacement;
    }
  }
  if (quote) out += '"';
  out += escaped;
  if (quote) out += '"';
}

std::string_view name_of(Operator op) {
  switch (op) {
    case Operator::kExists:
      return "exists";
    case Operator::kEqual:
      return "=";
    case Operator::kNotEqual:
      return "!=";
    case Operator::kLess:
      return "<";
    case Operator::kLessEqual:
      return "<=";
    case Operator::kGreater:
      return ">";
    case Operator::kGreaterEqual:
      return ">=";
    case Operator::kContains:
      return "contains";
    case Operator::kIContains:
      return "icontains";
    case Operator::kBContains:
      return "bcontains";
    case Operator::kStartsWith:
      return "startswith";
    case Operator::kBStartsWith:
      return "bstartswith";
    case Operator::kEndsWith:
      return "endswith";
    case Operator::kGlob:
      return "glob";
    case Operator::kIGlob:
      return "iglob";
    case Operator::kRegex:
      return "regex";
    case Operator::kIn:
      return "in";
    case Operator::kIntersects:
      return "intersects";
    case Operator::kPMatch:
      return "pmatch";
  }
  return "";
}

std::string_view name_of(Modifier modifier) {
  switch (modifier) {
    case Modifier::kNone:
      return "";
    case Modifier::kOneOf:
      return "oneof";
    case Modifier::kAnyOf:
      return "anyof";
    case Modifier::kAllOf:
      return "allof";
  }
  return "";
}

std::string operator_text(const Node& check) {
  std::string out(check.double_equal ? "==" : name_of(check.op));
  if (check.modifier != Modifier::kNone) {
    out += ' ';
    out += name_of(check.modifier);
  }
  return out;
}

std::string to_text(const Node& node) {
  std::string out;
  append(out, node);
  return out;
}

}  // namespace sysreel::rules
