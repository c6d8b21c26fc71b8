#include "rules/condition_scan.h"

#include <algorithm>
#include <array>

namespace sysreel::rules {
namespace {

constexpr std::array<std::string_view, 6> kDeprecatedFields = {
    "evt.dir", "evt.latency", "evt.latency.s", "evt.latency.ns", "evt.latency.human", "evt.wait_latency"};
constexpr std::string_view kNotAvailable = "<NA>";

bool compares_for_equality(const Node& check) {
  if (check.modifier != Modifier::kNone) return false;
  switch (check.op) {
    case Operator::kEqual:
    case Operator::kNotEqual:
    case Operator::kIn:
    case Operator::kIntersects:
    case Operator::kPMatch:
      return true;
    default:
      return false;
  }
}

bool holds_not_available(const Node& right) {
  if (right.kind == NodeKind::kValue) return right.text == kNotAvailable;
  return right.kind == NodeKind::kList &&
         std::any_of(right.children.begin(), right.children.end(),
                     [](const Node* value) { return value->text == kNotAvailable; });
}

}  // namespace

std::span<const std::string_view> deprecated_fields() {
  return kDeprecatedFields;
}

void ConditionScan::note_fields(const Node& side, Result& result, bool& unsafe) {
  if (side.kind == NodeKind::kField) {
    unsafe = side.text.starts_with("ka.") || side.text.starts_with("jevt.");
    const auto* const at = std::find(kDeprecatedFields.begin(), kDeprecatedFields.end(), side.text);
    const auto bit = static_cast<uint32_t>(at - kDeprecatedFields.begin());
    if (at != kDeprecatedFields.end() && (result.deprecated >> bit & 1U) == 0) {
      result.deprecated |= 1U << bit;
      result.deprecated_at.emplace_back(bit, &side);
    }
  }
  for (const Node* child : side.children) note_fields(*child, result, unsafe);
}

void ConditionScan::visit_check(const Node& node, Result& result) {
  bool unsafe = false;
  note_fields(node.left(), result, unsafe);
  if (unsafe && node.right() != nullptr && compares_for_equality(node) &&
      holds_not_available(*node.right()) && result.not_available == nullptr)
    result.not_available = node.right();
}

void ConditionScan::visit(const Node& node, Result& result) {
  if (node.kind == NodeKind::kCheck) return visit_check(node, result);
  if (node.kind == NodeKind::kMacro) {
    const Node* body = macros_.body(node.text);
    if (body == nullptr) return;
    if (!known_.contains(node.text)) {
      Result inner;
      visit(*body, inner);
      known_.emplace(node.text, std::move(inner));
    }
    const Result& inner = known_.at(node.text);
    if (result.not_available == nullptr) result.not_available = inner.not_available;
    for (const auto& [bit, at] : inner.deprecated_at) {
      if ((result.deprecated >> bit & 1U) != 0) continue;
      result.deprecated |= 1U << bit;
      result.deprecated_at.emplace_back(bit, at);
    }
    return;
  }
  for (const Node* child : node.children) visit(*child, result);
}

ConditionScan::Result ConditionScan::scan(const Node& condition) {
  Result result;
  visit(condition, result);
  return result;
}

}  // namespace sysreel::rules
