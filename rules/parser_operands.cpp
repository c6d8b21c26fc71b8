// The sides of a check: fields, transformers, literals and lists.
#include <array>

#include "rules/parser_impl.h"

namespace sysreel::rules {
namespace {

constexpr std::array<std::string_view, 8> kTransformers = {"tolower(", "toupper(", "b64(",    "basename(",
                                                           "len(",     "join(",    "concat(", "getopt("};
constexpr std::string_view kTransformerNames =
    "val, tolower, toupper, b64, basename, len, join, concat, getopt";

}  // namespace

// A field or transformer; null without an error when neither stands here.
const Node* Parser::side() {
  const size_t offset = lexer_.position();
  if (lexer_.field_name()) return field(offset);
  const std::string_view name = transformer_name();
  return name.empty() ? nullptr : transformer(offset, name);
}

std::string_view Parser::transformer_name() {
  for (const std::string_view name : kTransformers)
    if (lexer_.literal(name)) return name.substr(0, name.size() - 1);
  return {};
}

const Node* Parser::field(size_t offset) {
  Level level(*this);
  if (!level.ok()) return nullptr;
  Node* made = node(NodeKind::kField, offset);
  made->text = lexer_.token();
  return optional_argument(made) ? finish(made, {}) : nullptr;
}

bool Parser::optional_argument(Node* made) {
  if (!lexer_.literal("[")) return true;
  switch (lexer_.quoted()) {
    case Lexer::Quoted::kYes:
      made->argument = arena_.copy(std::string_view(lexer_.value()));
      break;
    case Lexer::Quoted::kBadEscape:
      fail_at(lexer_.bad_escape(), "this escape means nothing here", "write \\\\ for a backslash");
      return false;
    case Lexer::Quoted::kNo:
      if (!lexer_.field_argument()) {
        fail("an argument is expected inside the brackets",
             "quote it if it holds blanks, brackets or quotes");
        return false;
      }
      made->argument = lexer_.token();
  }
  made->has_argument = true;
  if (lexer_.literal("]")) return true;
  fail("']' is expected here");
  return false;
}

// After the opening parenthesis.
const Node* Parser::transformer(size_t offset, std::string_view name) {
  Level level(*this);
  if (!level.ok()) return nullptr;
  Node* made = node(NodeKind::kTransformer, offset);
  made->text = name;
  std::vector<const Node*> children;
  do {
    lexer_.blank();
    children.push_back(transformer_argument());
    if (children.back() == nullptr) return nullptr;
    lexer_.blank();
  } while (lexer_.literal(","));
  if (!lexer_.literal(")"))
    return fail("')' or ',' is expected here, after an argument of " + std::string(name) + "()");
  return optional_argument(made) ? finish(made, children) : nullptr;
}

bool Parser::number_value(const Node*& result) {
  const size_t offset = lexer_.position();
  if (!lexer_.number()) return false;
  result = value(offset, lexer_.token());
  return true;
}

bool Parser::quoted_value(const Node*& result) {
  const size_t offset = lexer_.position();
  switch (lexer_.quoted()) {
    case Lexer::Quoted::kNo:
      return false;
    case Lexer::Quoted::kYes:
      result = value(offset, arena_.copy(std::string_view(lexer_.value())));
      return true;
    case Lexer::Quoted::kBadEscape:
      result = fail_at(lexer_.bad_escape(), "this escape means nothing here", "write \\\\ for a backslash");
      return true;
  }
  return false;
}

const Node* Parser::transformer_argument() {
  Level level(*this);
  if (!level.ok()) return nullptr;
  const size_t offset = lexer_.position();
  const Node* result = nullptr;
  if (number_value(result) || quoted_value(result)) return result;
  if (lexer_.literal("(")) return argument_list(offset);
  if (const std::string_view name = transformer_name(); !name.empty()) return transformer(offset, name);
  if (lexer_.field_name()) return field(offset);
  return fail("a field, a transformer, a quoted text, a number or a list is expected here");
}

// After the opening parenthesis.
const Node* Parser::argument_list(size_t offset) {
  std::vector<const Node*> children;
  lexer_.blank();
  if (!lexer_.literal(")")) {
    do {
      lexer_.blank();
      children.push_back(argument_list_item());
      if (children.back() == nullptr) return nullptr;
      lexer_.blank();
    } while (lexer_.literal(","));
    if (!lexer_.literal(")")) return fail("')' or ',' is expected here");
  }
  return finish(node(NodeKind::kArguments, offset), children);
}

const Node* Parser::argument_list_item() {
  const size_t offset = lexer_.position();
  const Node* result = nullptr;
  if (lexer_.field_name()) return field(offset);
  if (const std::string_view name = transformer_name(); !name.empty()) return transformer(offset, name);
  if (quoted_value(result) || number_value(result)) return result;
  return fail("a field, a transformer, a quoted text or a number is expected here");
}

// `val(field)` or a transformer; false when neither stands here. A result of null is an error.
bool Parser::right_side(const Node*& result) {
  Level level(*this);
  result = nullptr;
  if (!level.ok()) return true;
  lexer_.blank();
  const size_t offset = lexer_.position();
  if (lexer_.literal("val(")) {
    Node* made = node(NodeKind::kTransformer, offset);
    made->text = "val";
    lexer_.blank();
    const size_t field_offset = lexer_.position();
    if (!lexer_.field_name()) {
      fail("a field is expected inside val()", "val() takes one plain field and no transformer");
      return true;
    }
    const Node* inner = field(field_offset);
    if (inner == nullptr) return true;
    lexer_.blank();
    if (!lexer_.literal(")")) {
      fail("')' is expected after the field of val()");
    } else if (optional_argument(made)) {
      result = finish(made, {inner});
    }
    return true;
  }
  const std::string_view name = transformer_name();
  if (name.empty()) return false;
  result = transformer(offset, name);
  return true;
}

const Node* Parser::number_or_right() {
  Level level(*this);
  if (!level.ok()) return nullptr;
  const Node* result = nullptr;
  if (right_side(result) || number_value(result)) return result;
  return fail("a number is expected here",
              "or a field in val(), or one of " + std::string(kTransformerNames));
}

const Node* Parser::text_or_right() {
  Level level(*this);
  if (!level.ok()) return nullptr;
  const Node* result = nullptr;
  if (right_side(result)) return result;
  result = text_value();
  if (result != nullptr || !error_.message.empty()) return result;
  if (lexer_.rest().starts_with("("))
    return fail("a single value is expected here", "use 'in' for a list of values");
  if (lexer_.rest().starts_with("\"") || lexer_.rest().starts_with("'"))
    return fail("this quoted text never ends");
  return fail("a value is expected here", "or a field in val(), or one of " + std::string(kTransformerNames));
}

// Quoted or bare; null without an error when none stands here.
const Node* Parser::text_value() {
  const size_t offset = lexer_.position();
  const Node* result = nullptr;
  if (quoted_value(result)) return result;
  return lexer_.bare_text() ? value(offset, lexer_.token()) : nullptr;
}

// ( a, "b c" ); false when no parenthesis stands here. A result of null is an error.
bool Parser::list(const Node*& result) {
  result = nullptr;
  const size_t offset = lexer_.position();
  if (!lexer_.literal("(")) return false;
  std::vector<const Node*> values;
  lexer_.blank();
  // Falco takes a list whose first item has a bad escape for an empty one.
  Level level(*this);
  const bool deep = !level.ok();
  const Node* first = deep ? nullptr : text_value();
  if (first == nullptr && !error_.message.empty()) {
    if (!options_.falco_compatible) return true;
    error_ = {};
  }
  if (first != nullptr) {
    values.push_back(first);
    lexer_.blank();
    while (lexer_.literal(",")) {
      lexer_.blank();
      const Node* next = text_value();
      if (next == nullptr) {
        fail("a value is expected after the comma");
        return true;
      }
      values.push_back(next);
      lexer_.blank();
    }
  }
  if (lexer_.literal(")")) {
    result = finish(node(NodeKind::kList, offset), values);
  } else if (lexer_.rest().starts_with("(")) {
    fail("a list cannot hold another list");
  } else {
    fail("',' or ')' is expected in the list");
  }
  return true;
}

const Node* Parser::list_value() {
  Level level(*this);
  if (!level.ok()) return nullptr;
  lexer_.blank();
  const Node* result = nullptr;
  if (list(result)) return result;
  const size_t offset = lexer_.position();
  return lexer_.identifier() ? value(offset, lexer_.token()) : fail("a list in parentheses is expected here");
}

const Node* Parser::list_or_right() {
  Level level(*this);
  if (!level.ok()) return nullptr;
  lexer_.blank();
  const Node* result = nullptr;
  if (list(result) || right_side(result)) return result;
  const size_t offset = lexer_.position();
  if (lexer_.identifier()) return value(offset, lexer_.token());
  return fail("a list in parentheses is expected here",
              "or a field in val(), or one of " + std::string(kTransformerNames));
}

}  // namespace sysreel::rules
