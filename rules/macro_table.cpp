#include "rules/macro_table.h"

#include <algorithm>

namespace sysreel::rules {

void MacroTable::add(Macro macro) {
  index_.emplace(macro.name, macros_.size());
  macros_.push_back(macro);
}

const Macro* MacroTable::find(std::string_view name) const {
  const auto at = index_.find(name);
  return at == index_.end() ? nullptr : &macros_[at->second];
}

const Node* MacroTable::body(std::string_view macro) const {
  const Macro* found = find(macro);
  return found == nullptr ? nullptr : found->root;
}

MacroTable::Size MacroTable::visit_macro(const Node& node, uint32_t sees, std::vector<Problem>& problems) {
  const auto at = index_.find(node.text);
  const auto problem = [&](Problem::Kind kind) {
    problems.push_back({kind, &node});
    return Size{};
  };
  if (at == index_.end() || macros_[at->second].defined >= sees) return problem(Problem::Kind::kUndefined);
  Macro& macro = macros_[at->second];
  macro.used = true;
  if (macro.resolved) {
    if (macro.root == nullptr) return problem(Problem::Kind::kBroken);
    return {macro.depth + 1, macro.checks};
  }
  if (std::find(path_.begin(), path_.end(), node.text) != path_.end()) return problem(Problem::Kind::kLoop);
  if (macro.root == nullptr) return problem(Problem::Kind::kBroken);
  if (path_.size() > kMaxDepth / 10) return problem(Problem::Kind::kTooDeep);
  // Not resolved yet: it was defined before, but comes later in the order, and is seen with our eyes.
  path_.push_back(node.text);
  const Size size = visit(*macro.root, sees, problems);
  path_.pop_back();
  return {size.depth + 1, size.checks};
}

MacroTable::Size MacroTable::visit(const Node& node, uint32_t sees, std::vector<Problem>& problems) {
  switch (node.kind) {
    case NodeKind::kMacro: {
      const Size size = visit_macro(node, sees, problems);
      if (size.depth > kMaxDepth) problems.push_back({Problem::Kind::kTooDeep, &node});
      if (size.checks > kMaxChecks) problems.push_back({Problem::Kind::kTooLarge, &node});
      return size;
    }
    case NodeKind::kAnd:
    case NodeKind::kOr:
    case NodeKind::kNot: {
      Size total;
      for (const Node* child : node.children) {
        const Size size = visit(*child, sees, problems);
        total.depth = std::max(total.depth, size.depth);
        total.checks += size.checks;
        if (!problems.empty() && (problems.back().kind == Problem::Kind::kTooDeep ||
                                  problems.back().kind == Problem::Kind::kTooLarge))
          return {};
      }
      if (total.checks > kMaxChecks) problems.push_back({Problem::Kind::kTooLarge, &node});
      return {total.depth + 1, total.checks};
    }
    default:
      return {1, 1};
  }
}

std::vector<MacroTable::Problem> MacroTable::resolve(const Node& condition, uint32_t sees) {
  std::vector<Problem> problems;
  visit(condition, sees, problems);
  return problems;
}

std::vector<MacroTable::MacroProblem> MacroTable::resolve_all() {
  std::vector<MacroProblem> out;
  for (Macro& macro : macros_) {
    if (macro.root != nullptr) {
      std::vector<Problem> problems;
      const Size size = visit(*macro.root, macro.changed, problems);
      macro.depth = size.depth;
      macro.checks = size.checks;
      for (const Problem& problem : problems) out.push_back({&macro, problem});
      if (!problems.empty()) macro.root = nullptr;
    }
    macro.resolved = true;
  }
  return out;
}

}  // namespace sysreel::rules
