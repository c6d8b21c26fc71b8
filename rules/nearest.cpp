// Edit distance with a limit that grows with the length: half of a short word may not be wrong. Candidates
// whose length differs by more than the limit are never compared, so that a long hostile name costs nothing.
#include "rules/nearest.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>

namespace sysreel::rules {
namespace {

constexpr size_t kLongest = 80;

char fold(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

size_t distance(std::string_view a, std::string_view b, size_t limit) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) return limit + 1;
  std::vector<size_t> earlier(b.size() + 1);
  std::vector<size_t> before(b.size() + 1);
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) before[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = before[j - 1] + (fold(a[i - 1]) == fold(b[j - 1]) ? 0 : 1);
      row[j] = std::min({before[j] + 1, row[j - 1] + 1, change});
      // Two letters in the wrong order are one mistake.
      const bool swapped =
          i > 1 && j > 1 && fold(a[i - 1]) == fold(b[j - 2]) && fold(a[i - 2]) == fold(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], earlier[j - 2] + 1);
    }
    std::swap(earlier, before);
    std::swap(before, row);
  }
  return before[b.size()];
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view wanted,
                                        const std::vector<std::string_view>& candidates) {
  if (wanted.empty() || wanted.size() > kLongest) return std::nullopt;
  size_t best = std::max(size_t{1}, wanted.size() / 3) + 1;
  std::optional<std::string_view> found;
  for (const std::string_view candidate : candidates) {
    const size_t d = distance(wanted, candidate, best - 1);
    if (d >= best) continue;
    best = d;
    found = candidate;
  }
  return found;
}

}  // namespace sysreel::rules
