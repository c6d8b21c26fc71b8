// A tree with one level a component. Patterns make several branches possible, so matching walks all of them;
// every node is visited at most once for a path, because a node's depth says which component it stands for.
#include "rules/path_set.h"

#include <algorithm>

#include "rules/glob.h"

namespace sysreel::rules {
namespace {

// Cuts the next non-empty component off `rest`; empty at the end.
std::string_view next_component(std::string_view& rest) {
  while (rest.starts_with('/')) rest.remove_prefix(1);
  const std::string_view component = rest.substr(0, rest.find('/'));
  rest.remove_prefix(component.size());
  return component;
}

}  // namespace

uint32_t PathSet::child(uint32_t parent, std::string_view component) {
  const auto made = static_cast<uint32_t>(nodes_.size());
  if (component.find_first_of("?*[") == std::string_view::npos) {
    const auto [at, added] = nodes_[parent].plain.try_emplace(std::string(component), made);
    if (!added) return at->second;
  } else {
    auto& patterns = nodes_[parent].patterns;
    const auto at =
        std::find_if(patterns.begin(), patterns.end(), [&](const auto& p) { return p.first == component; });
    if (at != patterns.end()) return at->second;
    patterns.emplace_back(component, made);
  }
  nodes_.emplace_back();
  return made;
}

void PathSet::add(std::string_view path) {
  if (nodes_.empty()) nodes_.emplace_back();
  uint32_t at = 0;
  for (std::string_view component = next_component(path); !component.empty();
       component = next_component(path))
    at = child(at, component);
  nodes_[at].end = true;
}

bool PathSet::covers(std::string_view path) const {
  if (nodes_.empty()) return false;
  struct Branch {
    uint32_t node;
    std::string_view rest;
  };
  std::vector<Branch> open{{0, path}};
  while (!open.empty()) {
    Branch branch = open.back();
    open.pop_back();
    const Node& node = nodes_[branch.node];
    if (node.end) return true;
    const std::string_view component = next_component(branch.rest);
    if (component.empty()) continue;
    if (const auto at = node.plain.find(component); at != node.plain.end())
      open.push_back({at->second, branch.rest});
    for (const auto& [pattern, child] : node.patterns)
      if (glob_matches(pattern, component)) open.push_back({child, branch.rest});
  }
  return false;
}

}  // namespace sysreel::rules
