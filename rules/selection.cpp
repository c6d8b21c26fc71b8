#include "rules/selection.h"

namespace sysreel::rules {

bool wildcard_matches(std::string_view pattern, std::string_view text) {
  size_t p = 0;
  size_t t = 0;
  size_t star = std::string_view::npos;
  size_t star_text = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p, ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++star_text;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool is_enabled(const RuleDefinition& rule, const LoadOptions& options) {
  bool enabled = rule.enabled;
  for (const Selection& selection : options.selections) {
    const bool chosen = selection.tag.empty() ? wildcard_matches(selection.name, rule.name.text)
                                              : rule.tags.contains(selection.tag);
    if (chosen) enabled = selection.enable;
  }
  return enabled && (!options.min_priority || rule.priority <= *options.min_priority);
}

}  // namespace sysreel::rules
