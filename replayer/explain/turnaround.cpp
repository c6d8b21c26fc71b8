#include "replayer/explain/turnaround.h"

#include <algorithm>

namespace sysreel {

using rules::ConditionPart;
using Kind = ConditionPart::Kind;

Turnaround::Turnaround(const rules::ConditionOutline& outline, const std::vector<bool>& answers)
    : outline_(outline), costs_(outline.parts.size()) {
  // Children come after their parent, so backwards every child is known before it is needed.
  for (auto part = static_cast<uint32_t>(outline.parts.size()); part-- > 0;)
    costs_[part] = cost_of(part, answers);
}

Turnaround::Cost Turnaround::cost_of(uint32_t part, const std::vector<bool>& answers) const {
  const ConditionPart& at = outline_.parts[part];
  Cost cost;
  switch (at.kind) {
    case Kind::kCheck:
      cost.to_be[answers[part] ? 0 : 1] = 1;
      return cost;
    case Kind::kMacro:
      return costs_[part + 1];
    case Kind::kNot:
      cost.to_be[0] = costs_[part + 1].to_be[1];
      cost.to_be[1] = costs_[part + 1].to_be[0];
      return cost;
    case Kind::kAnd:
    case Kind::kOr:
      break;
  }
  const int all = at.kind == Kind::kAnd ? 1 : 0;  // what all children must be for the part to be so
  const int one = 1 - all;
  cost.to_be[one] = ~uint32_t{0};
  for (uint32_t child = part + 1; child < at.end; child = outline_.parts[child].end) {
    cost.to_be[all] += costs_[child].to_be[all];
    cost.to_be[one] = std::min(cost.to_be[one], costs_[child].to_be[one]);
  }
  return cost;
}

std::vector<uint32_t> Turnaround::blocking() const {
  std::vector<uint32_t> out;
  if (!costs_.empty()) collect(0, !answer(), out);
  return out;
}

// As deep as the tree with its macros, which resolution bounds.
void Turnaround::collect(uint32_t part, bool wanted, std::vector<uint32_t>& out) const {
  if (costs_[part].to_be[wanted ? 1 : 0] == 0) return;
  const ConditionPart& at = outline_.parts[part];
  switch (at.kind) {
    case Kind::kCheck:
      out.push_back(part);
      return;
    case Kind::kMacro:
      return collect(part + 1, wanted, out);
    case Kind::kNot:
      return collect(part + 1, !wanted, out);
    case Kind::kAnd:
    case Kind::kOr:
      break;
  }
  const bool every = (at.kind == Kind::kAnd) == wanted;
  for (uint32_t child = part + 1; child < at.end; child = outline_.parts[child].end) {
    if (every) {
      collect(child, wanted, out);
    } else if (costs_[child].to_be[wanted ? 1 : 0] == costs_[part].to_be[wanted ? 1 : 0]) {
      return collect(child, wanted, out);
    }
  }
}

}  // namespace sysreel
