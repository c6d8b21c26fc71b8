#include "rules/regex_shape.h"

#include "rules/ast.h"

namespace sysreel::rules {
namespace {

bool cut_front(std::string_view& text, std::string_view part) {
  if (!text.starts_with(part)) return false;
  text.remove_prefix(part.size());
  return true;
}

bool cut_back(std::string_view& text, std::string_view part) {
  if (!text.ends_with(part)) return false;
  text.remove_suffix(part.size());
  return true;
}

}  // namespace

std::string simpler_check(std::string_view left, std::string_view pattern) {
  cut_front(pattern, "^");
  cut_back(pattern, "$");
  const bool open_front = cut_front(pattern, ".*");
  const bool open_back = cut_back(pattern, ".*");
  const bool grouped = pattern.size() > 1 && pattern.front() == '(' && pattern.back() == ')';
  if (grouped) pattern = pattern.substr(1, pattern.size() - 2);
  // Without a group, .* belongs to one alternative only.
  if ((open_front || open_back) && !grouped) return {};
  if (pattern.find('|') == std::string_view::npos ||
      pattern.find_first_of(".+*?^$()[]{}\\") != std::string_view::npos)
    return {};
  std::string out(left);
  out += open_front && open_back ? " contains anyof ("
         : open_front            ? " endswith anyof ("
         : open_back             ? " startswith anyof ("
                                 : " in (";
  while (true) {
    const size_t bar = pattern.find('|');
    append_literal(out, pattern.substr(0, bar));
    if (bar == std::string_view::npos) break;
    out += ", ";
    pattern.remove_prefix(bar + 1);
  }
  return out + ")";
}

}  // namespace sysreel::rules
