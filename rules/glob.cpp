// Matching with one point of return: when a byte does not fit, only the last * can take one byte more,
// because whatever an earlier * could take instead, the last one can take too. That keeps hostile text cheap.
#include "rules/glob.h"

#include <cctype>
#include <cstddef>

namespace sysreel::rules {
namespace {

unsigned char lower(char c) {
  return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool in_class(std::string_view name, unsigned char c, bool& known) {
  struct Class {
    std::string_view name;
    int (*test)(int);
  };
  static constexpr Class kClasses[] = {
      {"alnum", std::isalnum}, {"alpha", std::isalpha}, {"blank", std::isblank}, {"cntrl", std::iscntrl},
      {"digit", std::isdigit}, {"graph", std::isgraph}, {"lower", std::islower}, {"print", std::isprint},
      {"punct", std::ispunct}, {"space", std::isspace}, {"upper", std::isupper}, {"xdigit", std::isxdigit}};
  for (const Class& candidate : kClasses) {
    if (candidate.name != name) continue;
    known = true;
    return c < 0x80 && candidate.test(c) != 0;
  }
  known = false;
  return false;
}

// One step of a pattern: does it fit `c`, and how long is it? An unclosed bracket is an ordinary character.
struct Step {
  bool fits = false;
  size_t length = 1;
};

bool equal(char a, char b, bool ignore_case) {
  return ignore_case ? lower(a) == lower(b) : a == b;
}

Step bracket(std::string_view pattern, char c, bool ignore_case) {
  size_t at = 1;
  const bool negated = at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^');
  if (negated) ++at;
  bool found = false;
  for (bool first = true;; first = false) {
    if (at >= pattern.size()) return {equal('[', c, ignore_case), 1};
    if (pattern[at] == ']' && !first) break;
    if (pattern.substr(at).starts_with("[:")) {
      const size_t end = pattern.find(":]", at + 2);
      bool known = false;
      const bool member = end != std::string_view::npos && in_class(pattern.substr(at + 2, end - at - 2),
                                                                    static_cast<unsigned char>(c), known);
      if (known) {
        found = found || member;
        at = end + 2;
        continue;
      }
    }
    if (pattern[at] == '\\' && at + 1 < pattern.size()) ++at;
    char low = pattern[at++];
    char high = low;
    if (at + 1 < pattern.size() && pattern[at] == '-' && pattern[at + 1] != ']') {
      at += pattern[at + 1] == '\\' && at + 2 < pattern.size() ? 2 : 1;
      high = pattern[at++];
    }
    const unsigned char byte = ignore_case ? lower(c) : static_cast<unsigned char>(c);
    const unsigned char from = ignore_case ? lower(low) : static_cast<unsigned char>(low);
    const unsigned char to = ignore_case ? lower(high) : static_cast<unsigned char>(high);
    found = found || (from <= byte && byte <= to);
  }
  return {found != negated, at + 1};
}

Step step(std::string_view pattern, char c, bool ignore_case) {
  switch (pattern[0]) {
    case '?':
      return {true, 1};
    case '[':
      return bracket(pattern, c, ignore_case);
    case '\\':
      if (pattern.size() > 1) return {equal(pattern[1], c, ignore_case), 2};
      return {false, 1};  // fnmatch matches nothing with a lone backslash at the end
    default:
      return {equal(pattern[0], c, ignore_case), 1};
  }
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view text, bool ignore_case) {
  constexpr size_t kNone = ~size_t{0};
  size_t p = 0;
  size_t t = 0;
  size_t after_star = kNone;
  size_t star_text = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      after_star = ++p;
      star_text = t;
      continue;
    }
    if (p < pattern.size()) {
      const Step s = step(pattern.substr(p), text[t], ignore_case);
      if (s.fits) {
        p += s.length;
        ++t;
        continue;
      }
    }
    if (after_star == kNone) return false;
    p = after_star;
    t = ++star_text;
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace sysreel::rules
