#include "rules/check_values.h"

#include <algorithm>
#include <array>

#include "rules/nearest.h"

namespace sysreel::rules {
namespace {

constexpr std::string_view kCode = "LOAD_COMPILE_CONDITION";

bool looks_like_transformer(std::string_view text) {
  constexpr std::array<std::string_view, 9> kNames = {"val(", "tolower(", "toupper(", "b64(",   "basename(",
                                                      "len(", "join(",    "concat(",  "getopt("};
  return std::any_of(kNames.begin(), kNames.end(), [text](std::string_view name) {
    return text.size() > name.size() && text.starts_with(name) && text.ends_with(')');
  });
}

// Most constants with a dot are file names: tell those apart before a look-up that would search for a hint.
bool may_be_field(std::string_view text) {
  constexpr std::array<std::string_view, 4> kDotted = {"evt.", "thread.cgroup.", "ka.", "audit."};
  return field_named(text.substr(0, text.find('['))).has_value() ||
         std::any_of(kDotted.begin(), kDotted.end(),
                     [text](std::string_view prefix) { return text.starts_with(prefix); });
}

}  // namespace

std::string nearest_name(std::string_view wanted, const std::vector<std::string_view>& names) {
  const auto near = nearest(wanted, names);
  return near ? "did you mean " + std::string(*near) + "?" : std::string();
}

bool is_simple_regex(std::string_view pattern) {
  constexpr std::string_view kSpecial = ".+*?^$()[]{}|\\";
  constexpr std::string_view kRepeat = "+*?";
  const size_t size = pattern.size();
  for (size_t i = 0; i < size; ++i) {
    // Anchors are implied, and .* at either end is what contains, startswith and endswith are for.
    if ((i == 0 && pattern[i] == '^') || (i == size - 1 && pattern[i] == '$')) continue;
    const bool edge = (i == 0 && size > 1) || i + 2 == size;
    if (edge && pattern[i] == '.' && kRepeat.find(pattern[i + 1]) != std::string_view::npos) {
      ++i;
      continue;
    }
    if (kSpecial.find(pattern[i]) != std::string_view::npos) return false;
  }
  return true;
}

void warn_about_value(Operator op, const Node& value, const FieldScope& scope,
                      std::vector<Finding>& findings) {
  // Every field has a dot in its name, and few values are regular expressions or end in a parenthesis.
  if (op != Operator::kRegex && value.text.find_first_of(".)") == std::string_view::npos) return;
  const std::string text(value.text);
  std::string compact = text;
  std::erase_if(compact, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
  const auto warn = [&](std::string message, std::string hint) {
    findings.push_back({Severity::kWarning, kCode, std::move(message), std::move(hint), &value, 0, false});
  };
  if (op == Operator::kRegex && is_simple_regex(text))
    warn("the regular expression '" + text + "' could be a simpler operator",
         "use =, contains, startswith or endswith");
  if (may_be_field(compact) && find_field_text(compact, scope).use)
    warn("'" + text + "' is compared as text, but it is also the name of a field",
         "write val(" + text + ") to compare with the field");
  if (looks_like_transformer(compact))
    warn("'" + text + "' is compared as text, but it looks like a transformer",
         "write it without quotes to apply it");
}

}  // namespace sysreel::rules
