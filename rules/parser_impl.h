// The parser's class, shared by its two files: parser.cpp has the Boolean structure and the checks,
// parser_operands.cpp the sides of a check. Nobody else includes this.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/ast.h"
#include "rules/lexer.h"
#include "rules/parsed.h"

namespace sysreel::rules {

inline constexpr std::array<std::string_view, 2> kDottedKeys = {"ka.target.labels.", "ka.req.labels."};

class Parser {
 public:
  Parser(std::string_view text, Arena& arena, uint32_t& next_id, const ParseOptions& options)
      : lexer_(text, options.falco_compatible ? std::span<const std::string_view>() : kDottedKeys),
        arena_(arena),
        next_id_(next_id),
        options_(options) {}

  Parsed condition() {
    const Node* root = lexer_.text().empty() ? fail("the condition is empty") : or_expression();
    if (root != nullptr && !lexer_.at_end()) root = fail_after_expression();
    return {root, error_};
  }

  Parsed operand(size_t& used) {
    const Node* root = side();
    if (root == nullptr && error_.message.empty()) fail("a field or transformer is expected here");
    used = lexer_.position();
    return {root, error_};
  }

 private:
  // Counts the levels of the recursion; check ok() before going deeper.
  class Level {
   public:
    explicit Level(Parser& parser) : parser_(parser) { ++parser_.depth_; }
    ~Level() { --parser_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    bool ok() {
      if (parser_.depth_ < parser_.options_.max_depth) return true;
      parser_.fail("the condition is nested too deeply (limit " + std::to_string(parser_.options_.max_depth) +
                   ")");
      return false;
    }

   private:
    Parser& parser_;
  };

  std::nullptr_t fail(std::string message, std::string hint = {}) {
    return fail_at(lexer_.position(), std::move(message), std::move(hint));
  }
  std::nullptr_t fail_at(size_t offset, std::string message, std::string hint = {}) {
    if (error_.message.empty()) error_ = {std::move(message), std::move(hint), static_cast<uint32_t>(offset)};
    return nullptr;
  }
  std::nullptr_t fail_after_expression();

  Node* node(NodeKind kind, size_t offset) {
    Node* made = arena_.make<Node>();
    made->kind = kind;
    made->id = next_id_++;
    made->text_id = options_.text_id;
    made->offset = static_cast<uint32_t>(offset);
    return made;
  }
  const Node* finish(Node* made, const std::vector<const Node*>& children) {
    made->children = arena_.copy(children);
    made->length = static_cast<uint32_t>(lexer_.position() - made->offset);
    return made;
  }
  const Node* value(size_t offset, std::string_view text) {
    Node* made = node(NodeKind::kValue, offset);
    made->text = text;
    return finish(made, {});
  }

  const Node* or_expression();
  const Node* and_expression();
  const Node* not_expression();
  const Node* parenthesised();
  const Node* primary();
  const Node* check(const Node* left);
  const Node* side();
  const Node* field(size_t offset);
  const Node* transformer(size_t offset, std::string_view name);
  const Node* transformer_argument();
  const Node* argument_list(size_t offset);
  const Node* argument_list_item();
  bool optional_argument(Node* made);
  const Node* number_or_right();
  const Node* text_or_right();
  const Node* text_value();
  const Node* list_value();
  const Node* list_or_right();
  bool list(const Node*& result);
  bool right_side(const Node*& result);
  bool number_value(const Node*& result);
  bool quoted_value(const Node*& result);
  std::string_view transformer_name();
  Modifier modifier();
  bool modifier_operand_follows();
  std::string_view near();

  Lexer lexer_;
  Arena& arena_;
  uint32_t& next_id_;
  const ParseOptions& options_;
  uint32_t depth_ = 0;
  ParseError error_;
};

}  // namespace sysreel::rules
