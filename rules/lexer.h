// Cuts tokens off a condition, as the parser asks for them: the language has no tokens of its own (`in`,
// `not` and a macro's name look alike), so each function says whether its kind of token stands here and eats
// it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace sysreel::rules {

class Lexer {
 public:
  // `dotted_keys`: names of fields whose key may contain any of [A-Za-z0-9_./-], as "ka.target.labels.".
  explicit Lexer(std::string_view text, std::span<const std::string_view> dotted_keys = {})
      : text_(text), dotted_keys_(dotted_keys) {}

  size_t position() const { return at_; }
  void rewind(size_t position) { at_ = position; }
  bool at_end() const { return at_ == text_.size(); }
  std::string_view text() const { return text_; }
  std::string_view rest() const { return text_.substr(at_); }
  std::string_view token() const { return token_; }  // what the last successful call ate

  bool blank();                             // any number of blanks; leaves token() alone
  bool literal(std::string_view expected);  // exactly these characters
  bool word(std::string_view expected);     // these characters and at least one blank after them
  bool negation();                          // "not" and white space
  bool identifier();                        // a macro's or list's name
  bool field_name();                        // a.b, a.b.c
  bool field_argument();                    // bare text inside [ ]
  bool number();                            // decimal, float or hexadecimal
  bool bare_text();

  enum class Quoted : uint8_t { kNo, kYes, kBadEscape };
  // A quoted text; value() is its content. kBadEscape: it ends, but holds an escape that means nothing;
  // bad_escape() is where.
  Quoted quoted();
  const std::string& value() const { return value_; }
  size_t bad_escape() const { return bad_escape_; }

 private:
  bool eat(size_t length);
  size_t identifier_length(size_t from) const;
  bool unescape(std::string_view content, size_t start, char quote);

  std::string_view text_;
  std::span<const std::string_view> dotted_keys_;
  size_t at_ = 0;
  size_t bad_escape_ = 0;
  std::string_view token_;
  std::string value_;
};

}  // namespace sysreel::rules
