#include "rules/event_set.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <span>

#include "format/catalogue/catalogue.h"
#include "rules/constants.h"
#include "rules/event_names.h"

namespace sysreel::rules {
namespace {

constexpr size_t kWord = 64;

size_t falco_words() {
  return (falco_events().size() + kWord - 1) / kWord;
}
size_t generic_words() {
  return (generic_calls().size() + kWord - 1) / kWord;
}
// One bit more than there are kinds: for all that only captures know.
size_t kind_words() {
  return Catalogue::builtin().size() / kWord + 1;
}
template <typename Bits>
Bits none() {
  assert(falco_words() + generic_words() + kind_words() <= Bits().size());
  return Bits{};
}
template <typename Bits>
Bits all() {
  Bits bits = none<Bits>();
  bits.fill(~uint64_t{0});
  return bits;
}
size_t first_generic_bit() {
  return falco_words() * kWord;
}
size_t first_kind_bit() {
  return (falco_words() + generic_words()) * kWord;
}

void set_bit(std::span<uint64_t> bits, size_t bit) {
  bits[bit / kWord] |= uint64_t{1} << (bit % kWord);
}
bool has_bit(std::span<const uint64_t> bits, size_t bit) {
  return (bits[bit / kWord] >> (bit % kWord) & 1U) != 0;
}

bool narrows(const Node& check) {
  return check.modifier == Modifier::kNone &&
         (check.op == Operator::kEqual || check.op == Operator::kNotEqual || check.op == Operator::kIn);
}

bool ends_in_literal(const Node& side) {
  const Node* node = &side;
  while (!node->children.empty()) node = node->children.back();
  return node->kind == NodeKind::kValue;
}

// evt.num counts from 1, so comparing it with 0 or 1 may be true or false for every event.
std::optional<bool> known_number(const Node& node) {
  const Node* right = node.right();
  if (node.left().kind != NodeKind::kField || node.left().text != "evt.num" || node.left().has_argument ||
      right == nullptr || node.modifier != Modifier::kNone)
    return std::nullopt;
  if (node.op == Operator::kIn && right->kind == NodeKind::kList) {
    const bool only_zeros =
        std::all_of(right->children.begin(), right->children.end(),
                    [](const Node* value) { return parse_integer(value->text, true) == 0; });
    return only_zeros ? std::optional(false) : std::nullopt;
  }
  if (right->kind != NodeKind::kValue) return std::nullopt;
  const auto number = parse_integer(right->text, true);
  if (!number || *number < 0 || *number > 1) return std::nullopt;
  const bool zero = *number == 0;
  switch (node.op) {
    case Operator::kEqual:
    case Operator::kLessEqual:
      return zero ? std::optional(false) : std::nullopt;
    case Operator::kLess:
      return false;
    case Operator::kNotEqual:
    case Operator::kGreater:
      return zero ? std::optional(true) : std::nullopt;
    case Operator::kGreaterEqual:
      return true;
    default:
      return std::nullopt;
  }
}

}  // namespace

EventDeduction::Bits EventDeduction::names(const Node& right) const {
  Bits bits = none<Bits>();
  const auto add = [&](std::string_view name) {
    int index = falco_event_index(name);
    if (index < 0 && is_generic_call(name)) {
      index = falco_event_index(kGenericEvent);
      const auto calls = generic_calls();
      const auto at = std::lower_bound(calls.begin(), calls.end(), name) - calls.begin();
      set_bit(bits, first_generic_bit() + static_cast<size_t>(at));
    }
    if (name == kGenericEvent) return;  // no event carries this name when rules look at it
    if (index >= 0) set_bit(bits, static_cast<size_t>(index));
    const KindId kind = Catalogue::builtin().find(name);
    if (kind != kNoKind) set_bit(bits, first_kind_bit() + kind);
  };
  if (right.kind == NodeKind::kList) {
    for (const Node* value : right.children) add(value->text);
  } else {
    add(right.text);
  }
  return bits;
}

EventDeduction::Bits EventDeduction::check(const Node& node, bool negated) {
  const auto constant = [&](bool value) { return value != negated ? all<Bits>() : none<Bits>(); };
  if (const auto known = known_number(node)) return constant(*known);
  const Node& left = node.left();
  const bool event_type = left.kind == NodeKind::kField && !left.has_argument &&
                          (left.text == "evt.type" || left.text == "syscall.type");
  // Falco takes the last literal of a transformer for the value that is compared, and says the check is true
  // of all events, and its negation of none.
  const bool misread =
      falco_compatible_ && left.kind == NodeKind::kTransformer && ends_in_literal(left) && narrows(node);
  if (misread) return constant(true);
  if (!event_type || node.modifier != Modifier::kNone) return all<Bits>();
  if (node.op == Operator::kExists) return constant(true);
  if (!narrows(node) || node.right()->kind == NodeKind::kTransformer) return all<Bits>();
  Bits bits = names(*node.right());
  if (negated != (node.op == Operator::kNotEqual))
    for (uint64_t& word : bits) word = ~word;
  return bits;
}

EventDeduction::Bits EventDeduction::visit_all(const Node& node, bool negated) {
  const bool intersect = (node.kind == NodeKind::kAnd) != negated;
  Bits bits = visit(*node.children[0], negated);
  for (const Node* child : node.children.subspan(1)) {
    const Bits other = visit(*child, negated);
    for (size_t i = 0; i < bits.size(); ++i) bits[i] = intersect ? bits[i] & other[i] : bits[i] | other[i];
  }
  return bits;
}

EventDeduction::Bits EventDeduction::visit(const Node& node, bool negated) {
  switch (node.kind) {
    case NodeKind::kAnd:
    case NodeKind::kOr:
      return visit_all(node, negated);
    case NodeKind::kNot:
      return visit(node.left(), !negated);
    case NodeKind::kCheck:
      return check(node, negated);
    case NodeKind::kMacro: {
      auto& known = negated ? negated_ : plain_;
      if (const auto at = known.find(node.text); at != known.end()) return at->second;
      const Node* body = macros_ == nullptr ? nullptr : macros_->body(node.text);
      Bits bits = body == nullptr ? all<Bits>() : visit(*body, negated);
      known.emplace(node.text, bits);
      return bits;
    }
    default:
      return all<Bits>();
  }
}

const EventDeduction::Result& EventDeduction::deduce(const Node& condition) {
  const Bits bits = visit(condition, false);
  const auto [at, added] = results_.try_emplace(bits);
  if (added) at->second = result_of(bits);
  return at->second;
}

EventDeduction::Result EventDeduction::result_of(const Bits& bits) {
  Result result;
  const auto events = falco_events();
  for (size_t i = 0; i < events.size(); ++i)
    if (has_bit(bits, i)) result.falco_codes += events[i].codes;
  const size_t kinds = Catalogue::builtin().size();
  result.kinds.bits.resize(kinds);
  result.kinds.unrestricted = true;
  for (size_t i = 0; i < kinds; ++i) {
    const bool member = has_bit(bits, first_kind_bit() + i);
    result.kinds.bits[i] = member;
    result.kinds.unrestricted = result.kinds.unrestricted && member;
  }
  // Among them are calls that Falco recorded as generic ones: who names one such call sees all of them.
  const int generic = falco_event_index(kGenericEvent);
  result.kinds.others = has_bit(bits, first_kind_bit() + kinds) ||
                        (generic >= 0 && has_bit(bits, static_cast<size_t>(generic)));
  return result;
}

std::vector<std::string_view> EventDeduction::names_of(const Node& condition) {
  const Bits bits = visit(condition, false);
  std::vector<std::string_view> out;
  const auto events = falco_events();
  for (size_t i = 0; i < events.size(); ++i)
    if (has_bit(bits, i) && events[i].name != kGenericEvent) out.push_back(events[i].name);
  const auto calls = generic_calls();
  for (size_t i = 0; i < calls.size(); ++i)
    if (has_bit(bits, first_generic_bit() + i) && !is_second_name(calls[i])) out.push_back(calls[i]);
  const auto kinds = Catalogue::builtin().kinds();
  const auto is_member = [&](const EventKind& kind) { return has_bit(bits, first_kind_bit() + kind.id); };
  if (!falco_compatible_ && !std::all_of(kinds.begin(), kinds.end(), is_member))
    for (const EventKind& kind : kinds)
      if (is_member(kind) && !kind.has(kSnapshotRow) && !is_event_name(kind.name)) out.push_back(kind.name);
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace sysreel::rules
