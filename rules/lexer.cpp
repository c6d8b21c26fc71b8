#include "rules/lexer.h"

#include <array>

#include "base/utf8.h"

namespace sysreel::rules {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\b' || c == '\r' || c == '\n';
}
bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The characters that end a run of text.
class Excluded {
 public:
  constexpr explicit Excluded(std::string_view characters) {
    for (const char c : characters) set_[static_cast<uint8_t>(c)] = true;
    for (char c = '\t'; c <= '\r'; ++c) set_[static_cast<uint8_t>(c)] = true;
    set_[' '] = true;
  }
  bool has(char c) const { return set_[static_cast<uint8_t>(c)]; }

 private:
  std::array<bool, 256> set_{};
};
constexpr Excluded kEndArgument("[]\"'");
constexpr Excluded kEndBareText("()\"'=,");

// Length of the run of characters of `text` that are none of `excluded`, among which white space always is.
size_t run_without(std::string_view text, const Excluded& excluded) {
  size_t at = 0;
  while (at < text.size() && !excluded.has(text[at])) {
    if (static_cast<uint8_t>(text[at]) - 0x20U < 0x5f) {
      ++at;
      continue;
    }
    const Utf8Character c = first_character(text.substr(at));
    if (!c.valid) break;
    at += c.length;
  }
  return at;
}

size_t digits(std::string_view text, size_t from) {
  size_t at = from;
  while (at < text.size() && is_digit(text[at])) ++at;
  return at - from;
}

size_t decimal_length(std::string_view text) {
  size_t at = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
  const size_t whole = digits(text, at);
  if (whole == 0) return 0;
  at += whole;
  if (at < text.size() && text[at] == '.') ++at;
  at += digits(text, at);
  // An exponent counts only with its sign: "1e3" is the number 1 followed by a word.
  if (at + 2 < text.size() && (text[at] == 'e' || text[at] == 'E') &&
      (text[at + 1] == '+' || text[at + 1] == '-')) {
    const size_t exponent = digits(text, at + 2);
    if (exponent != 0) at += 2 + exponent;
  }
  return at;
}

}  // namespace

bool Lexer::eat(size_t length) {
  if (length == 0) return false;
  token_ = text_.substr(at_, length);
  at_ += length;
  return true;
}

bool Lexer::blank() {
  const size_t start = at_;
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  return at_ != start;
}

bool Lexer::literal(std::string_view expected) {
  return rest().starts_with(expected) && eat(expected.size());
}

bool Lexer::word(std::string_view expected) {
  const size_t after = at_ + expected.size();
  if (!rest().starts_with(expected) || after >= text_.size() || !is_blank(text_[after])) return false;
  eat(expected.size());
  blank();
  return true;
}

bool Lexer::negation() {
  constexpr std::string_view kNot = "not";
  if (!rest().starts_with(kNot)) return false;
  size_t end = at_ + kNot.size();
  while (end < text_.size() && is_space(text_[end])) ++end;
  return end != at_ + kNot.size() && eat(end - at_);
}

size_t Lexer::identifier_length(size_t from) const {
  if (from >= text_.size() || !is_letter(text_[from])) return 0;
  size_t at = from;
  while (at < text_.size() && (is_letter(text_[at]) || is_digit(text_[at]) || text_[at] == '_')) ++at;
  return at - from;
}

bool Lexer::identifier() {
  return eat(identifier_length(at_));
}

bool Lexer::field_name() {
  size_t end = at_ + identifier_length(at_);
  bool dotted = false;
  while (end != at_ && end < text_.size() && text_[end] == '.') {
    const size_t part = identifier_length(end + 1);
    if (part == 0) break;
    end += 1 + part;
    dotted = true;
  }
  if (!dotted) return false;
  for (const std::string_view prefix : dotted_keys_) {
    if (!rest().starts_with(prefix)) continue;
    while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]) ||
                                  std::string_view("_./-").find(text_[end]) != std::string_view::npos))
      ++end;
  }
  return eat(end - at_);
}

bool Lexer::field_argument() {
  return eat(run_without(rest(), kEndArgument));
}

bool Lexer::bare_text() {
  return eat(run_without(rest(), kEndBareText));
}

bool Lexer::number() {
  const std::string_view text = rest();
  if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X') && hex_value(text[2]) >= 0) {
    size_t at = 2;
    while (at < text.size() && hex_value(text[at]) >= 0) ++at;
    return eat(at);
  }
  return eat(decimal_length(text));
}

// A quote ends the text unless the byte before it is a backslash, whatever comes before that backslash: a
// text that ends in a backslash cannot be written. Falco's rule, kept so that texts mean the same.
Lexer::Quoted Lexer::quoted() {
  if (at_end() || (text_[at_] != '"' && text_[at_] != '\'')) return Quoted::kNo;
  const char quote = text_[at_];
  for (size_t end = at_ + 1; end < text_.size() && text_[end] != '\0'; ++end) {
    if (text_[end] != quote || text_[end - 1] == '\\') continue;
    const size_t start = at_ + 1;
    eat(end + 1 - at_);
    return unescape(text_.substr(start, end - start), start, quote) ? Quoted::kYes : Quoted::kBadEscape;
  }
  return Quoted::kNo;
}

bool Lexer::unescape(std::string_view content, size_t start, char quote) {
  value_.clear();
  for (size_t i = 0; i < content.size(); ++i) {
    if (content[i] != '\\') {
      value_ += content[i];
      continue;
    }
    bad_escape_ = start + i;
    if (++i == content.size()) return false;
    constexpr std::string_view kNamed = "bfnrt\\/";
    constexpr std::string_view kMeaning = "\b\f\n\r\t\\/";
    const char c = content[i];
    if (const size_t named = kNamed.find(c); named != std::string_view::npos) {
      value_ += kMeaning[named];
    } else if (c == ' ') {
      value_ += '\\';  // as rules in the wild rely on
    } else if ((c == '"' || c == '\'') && c == quote) {
      value_ += c;
    } else if (c == 'x' && i + 2 < content.size() && hex_value(content[i + 1]) >= 0 &&
               hex_value(content[i + 2]) >= 0) {
      value_ += static_cast<char>(hex_value(content[i + 1]) * 16 + hex_value(content[i + 2]));
      i += 2;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace sysreel::rules
