// Recursive descent over a character stream. The language was never tokenised: whether `in` is an operator, a
// macro or the beginning of `info` depends on where it stands, so the parser asks the lexer for what may come
// next. Recursion is bounded by ParseOptions::max_depth, counted the way Falco counts it so that both accept
// the same nesting. Errors end the parse; the first one in the text is the only one that is certain.
#include "rules/parser.h"

#include <algorithm>
#include <array>

#include "rules/parser_impl.h"

namespace sysreel::rules {
namespace {

struct OperatorWord {
  std::string_view word;
  Operator op;
  bool blank_after = false;
};
constexpr std::array<OperatorWord, 4> kOrderOperators = {{{"<=", Operator::kLessEqual},
                                                          {"<", Operator::kLess},
                                                          {">=", Operator::kGreaterEqual},
                                                          {">", Operator::kGreater}}};
constexpr std::array<OperatorWord, 12> kTextOperators = {{{"==", Operator::kEqual},
                                                          {"=", Operator::kEqual},
                                                          {"!=", Operator::kNotEqual},
                                                          {"glob", Operator::kGlob, true},
                                                          {"iglob", Operator::kIGlob, true},
                                                          {"contains", Operator::kContains, true},
                                                          {"icontains", Operator::kIContains, true},
                                                          {"bcontains", Operator::kBContains, true},
                                                          {"startswith", Operator::kStartsWith, true},
                                                          {"bstartswith", Operator::kBStartsWith, true},
                                                          {"endswith", Operator::kEndsWith, true},
                                                          {"regex", Operator::kRegex, true}}};
constexpr std::array<OperatorWord, 3> kListOperators = {
    {{"intersects", Operator::kIntersects}, {"in", Operator::kIn}, {"pmatch", Operator::kPMatch}}};
constexpr std::string_view kOperatorNames =
    "one of exists, =, !=, <, <=, >, >=, contains, icontains, bcontains, startswith, bstartswith, endswith, "
    "glob, "
    "iglob, regex, in, intersects, pmatch";

template <size_t N>
const OperatorWord* operator_of(Lexer& lexer, const std::array<OperatorWord, N>& words) {
  for (const OperatorWord& word : words)
    if (word.blank_after ? lexer.word(word.word) : lexer.literal(word.word)) return &word;
  return nullptr;
}

}  // namespace

// What stands at the error, for messages.
std::string_view Parser::near() {
  std::string_view rest = lexer_.rest();
  const size_t end = rest.find_first_of(" \t\r\n");
  return rest.substr(0, std::min({end, rest.size(), size_t{40}}));
}

std::nullptr_t Parser::fail_after_expression() {
  std::string hint;
  const std::string_view word = near();
  if (word == "AND" || word == "OR" || word == "&&" || word == "||") {
    hint = "write and, or in lower case";
  } else if (word.starts_with(")")) {
    hint = "this parenthesis closes nothing";
  } else if (word.starts_with("(")) {
    hint = "a value that contains parentheses, quotes, = or , must be quoted";
  }
  return fail("'and', 'or' or the end of the condition is expected here, not '" + std::string(word) + "'",
              hint);
}

const Node* Parser::or_expression() {
  Level level(*this);
  if (!level.ok()) return nullptr;
  const size_t offset = lexer_.position();
  lexer_.blank();
  std::vector<const Node*> children{and_expression()};
  lexer_.blank();
  while (children.back() != nullptr && lexer_.literal("or")) {
    if (lexer_.blank()) {
      children.push_back(and_expression());
    } else if (lexer_.literal("(")) {
      children.push_back(parenthesised());
    } else {
      return fail("a blank or '(' is expected after 'or'");
    }
    lexer_.blank();
  }
  if (children.back() == nullptr) return nullptr;
  return children.size() == 1 ? children[0] : finish(node(NodeKind::kOr, offset), children);
}

const Node* Parser::and_expression() {
  Level level(*this);
  if (!level.ok()) return nullptr;
  const size_t offset = lexer_.position();
  lexer_.blank();
  std::vector<const Node*> children{not_expression()};
  lexer_.blank();
  while (children.back() != nullptr && lexer_.literal("and")) {
    if (lexer_.blank()) {
      children.push_back(not_expression());
    } else if (lexer_.literal("(")) {
      children.push_back(parenthesised());
    } else {
      return fail("a blank or '(' is expected after 'and'");
    }
    lexer_.blank();
  }
  if (children.back() == nullptr) return nullptr;
  return children.size() == 1 ? children[0] : finish(node(NodeKind::kAnd, offset), children);
}

const Node* Parser::not_expression() {
  Level level(*this);
  if (!level.ok()) return nullptr;
  lexer_.blank();
  const size_t offset = lexer_.position();
  bool negated = false;
  while (lexer_.negation()) negated = !negated;
  const Node* child = nullptr;
  if (lexer_.literal("not(")) {
    negated = !negated;
    child = parenthesised();
  } else {
    child = primary();
  }
  if (child == nullptr || !negated) return child;
  return finish(node(NodeKind::kNot, offset), {child});
}

// After the opening parenthesis.
const Node* Parser::parenthesised() {
  Level level(*this);
  if (!level.ok()) return nullptr;
  const size_t opened = lexer_.position() - 1;
  lexer_.blank();
  const Node* child = or_expression();
  if (child == nullptr) return nullptr;
  lexer_.blank();
  if (lexer_.literal(")")) return child;
  if (lexer_.at_end()) return fail_at(opened, "this parenthesis is never closed");
  return fail_after_expression();
}

const Node* Parser::primary() {
  Level level(*this);
  if (!level.ok()) return nullptr;
  lexer_.blank();
  const size_t offset = lexer_.position();
  if (lexer_.literal("(")) return parenthesised();
  if (const Node* left = side()) return check(left);
  if (!error_.message.empty()) return nullptr;
  if (lexer_.identifier()) {
    Node* made = node(NodeKind::kMacro, offset);
    made->text = lexer_.token();
    return finish(made, {});
  }
  if (lexer_.at_end()) return fail("the condition ends where a check is expected");
  return fail("a field, a macro or '(' is expected here, not '" + std::string(near()) + "'");
}

const Node* Parser::check(const Node* left) {
  Level level(*this);
  if (!level.ok()) return nullptr;
  lexer_.blank();
  Node* made = node(NodeKind::kCheck, left->offset);
  if (lexer_.literal("exists")) return finish(made, {left});
  const Node* right = nullptr;
  if (const OperatorWord* order = operator_of(lexer_, kOrderOperators)) {
    made->op = order->op;
    right = number_or_right();
  } else if (const OperatorWord* comparison = operator_of(lexer_, kTextOperators)) {
    made->op = comparison->op;
    made->double_equal = comparison->word == "==";
    const bool after_blank = comparison->blank_after || lexer_.blank();
    const size_t before = lexer_.position();
    made->modifier = after_blank ? modifier() : Modifier::kNone;
    // `= oneof` compares with the word "oneof" unless a list follows.
    if (made->modifier != Modifier::kNone && !modifier_operand_follows()) {
      made->modifier = Modifier::kNone;
      lexer_.rewind(before);
    }
    right = made->modifier == Modifier::kNone ? text_or_right() : list_value();
  } else if (const OperatorWord* membership = operator_of(lexer_, kListOperators)) {
    made->op = membership->op;
    right = list_or_right();
  } else {
    const std::string_view word = near();
    return fail(word.empty() ? "the condition ends where an operator is expected"
                             : "an operator is expected here, not '" + std::string(word) + "'",
                std::string(kOperatorNames));
  }
  return right == nullptr ? nullptr : finish(made, {left, right});
}

Modifier Parser::modifier() {
  if (lexer_.word("oneof")) return Modifier::kOneOf;
  if (lexer_.word("anyof")) return Modifier::kAnyOf;
  if (lexer_.word("allof")) return Modifier::kAllOf;
  return Modifier::kNone;
}

bool Parser::modifier_operand_follows() {
  if (lexer_.rest().starts_with("(")) return true;
  const size_t before = lexer_.position();
  const bool name = lexer_.identifier();
  lexer_.rewind(before);
  if (!name) return false;
  for (const std::string_view keyword : {"and", "or", "not"}) {
    const std::string_view rest = lexer_.rest();
    if (!rest.starts_with(keyword)) continue;
    const char after = rest.size() > keyword.size() ? rest[keyword.size()] : ' ';
    const bool longer =
        (after >= 'a' && after <= 'z') || (after >= 'A' && after <= 'Z') || (after >= '0' && after <= '9');
    if (!longer) return false;
  }
  return true;
}

Parsed parse_condition(std::string_view text, Arena& arena, uint32_t& next_id, const ParseOptions& options) {
  return Parser(text, arena, next_id, options).condition();
}

Parsed parse_operand(std::string_view text, Arena& arena, uint32_t& next_id, const ParseOptions& options,
                     size_t& used) {
  return Parser(text, arena, next_id, options).operand(used);
}

}  // namespace sysreel::rules
