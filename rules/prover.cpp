#include "rules/prover.h"

#include <algorithm>

#include "rules/predicate.h"

namespace sysreel::rules {
namespace {

bool is_choice(const Node& node, bool positive) {
  return node.kind == (positive ? NodeKind::kOr : NodeKind::kAnd);
}

}  // namespace

// Nothing for a check that is wrong, whose rule was left out.
std::optional<PredicateId> Prover::predicate_of(const Node& check) const {
  const auto predicates = predicates_.find(*source_);
  if (predicates == predicates_.end()) return std::nullopt;
  const auto at = predicates->second.find(check.id);
  const bool known = at != predicates->second.end() && at->second < program_.predicates.size();
  return known ? std::optional(at->second) : std::nullopt;
}

// Adds what `claim` says for certain to `facts`, and its alternatives to `open`. As deep as the tree, which
// resolution bounds. False: a contradiction.
bool Prover::take(Claim claim, Facts& facts, std::vector<Claim>& open) {
  if (out_of_steps()) return true;
  const Node& node = *claim.node;
  switch (node.kind) {
    case NodeKind::kMacro: {
      const Node* body = macros_.body(node.text);
      return body == nullptr || take({body, claim.positive}, facts, open);
    }
    case NodeKind::kNot:
      return take({&node.left(), !claim.positive}, facts, open);
    case NodeKind::kAnd:
    case NodeKind::kOr:
      if (is_choice(node, claim.positive)) {
        open.push_back(claim);
        return true;
      }
      return std::all_of(node.children.begin(), node.children.end(), [&](const Node* child) {
        return take({child, claim.positive}, facts, open);
      });
    default: {
      const auto predicate = predicate_of(node);
      if (!predicate || facts.add(*predicate, claim.positive, node)) return true;
      conflict_ = facts.conflict();
      return false;
    }
  }
}

// Where one alternative is left, it must hold; where none is, nothing can.
bool Prover::propagate(Facts& facts, std::vector<Claim>& open) {
  for (bool changed = true; changed && steps_ != 0;) {
    changed = false;
    for (size_t i = 0; i < open.size(); ++i) {
      const Claim choice = open[i];
      size_t left = 0;
      const Node* last = nullptr;
      for (const Node* child : choice.node->children) {
        std::vector<Claim> inner;
        const size_t mark = facts.mark();
        const bool possible = take({child, choice.positive}, facts, inner);
        facts.rewind(mark);
        if (!possible) continue;
        last = child;
        if (++left > 1) break;
      }
      if (left > 1) continue;
      if (left == 0) return false;
      open.erase(open.begin() + static_cast<ptrdiff_t>(i));
      if (!take({last, choice.positive}, facts, open)) return false;
      changed = true;
      break;
    }
  }
  return true;
}

bool Prover::solve(Facts& facts, std::vector<Claim> open) {
  if (!propagate(facts, open)) return false;
  if (open.empty() || open.size() > kChoices || steps_ == 0) return true;
  const Claim choice = open.front();
  open.erase(open.begin());
  for (const Node* child : choice.node->children) {
    const size_t mark = facts.mark();
    std::vector<Claim> rest = open;
    if (take({child, choice.positive}, facts, rest) && solve(facts, std::move(rest))) return true;
    facts.rewind(mark);
  }
  return false;
}

Prover::Base Prover::assume(const std::string& source, const std::vector<Claim>& claims) {
  source_ = &source;
  steps_ = kSteps;
  conflict_ = {};
  Base base{source, Facts(program_), {}, true};
  for (const Claim& claim : claims) base.possible = base.possible && take(claim, base.facts, base.open);
  base.possible = base.possible && propagate(base.facts, base.open);
  return base;
}

bool Prover::possible(Base& base, Claim claim) {
  if (!base.possible) return false;
  source_ = &base.source;
  steps_ = kSteps;
  const size_t mark = base.facts.mark();
  std::vector<Claim> open;
  // The alternatives of the claim come first: they are what is asked about.
  bool possible = take(claim, base.facts, open);
  open.insert(open.end(), base.open.begin(), base.open.end());
  possible = possible && (solve(base.facts, std::move(open)) || steps_ == 0);
  base.facts.rewind(mark);
  return possible;
}

bool Prover::possible(const std::string& source, Claim claim) {
  Base nothing = assume(source, {});
  return possible(nothing, claim);
}

std::vector<Prover::Dead> Prover::dead_alternatives(const std::string& source, const Node& condition) {
  source_ = &source;
  steps_ = kSteps;
  std::vector<Dead> out;
  Facts facts(program_);
  std::vector<Claim> open;
  if (!take({&condition, true}, facts, open)) return out;
  for (const Claim& choice : open) {
    if (!choice.positive) continue;
    for (const Node* child : choice.node->children) {
      const size_t mark = facts.mark();
      std::vector<Claim> inner;
      if (!take({child, true}, facts, inner)) out.push_back({child, conflict_});
      facts.rewind(mark);
    }
  }
  return out;
}

}  // namespace sysreel::rules
