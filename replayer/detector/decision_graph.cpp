#include "replayer/detector/decision_graph.h"

#include <algorithm>

namespace sysreel {
namespace {

constexpr size_t kFirstEdges = 1024;

}  // namespace

NodeId DecisionGraph::add(NodeId parent, uint32_t answer, uint32_t ask,
                          std::span<const rules::RuleId> rules) {
  Node& node = nodes_.emplace_back();
  node.ask = ask;
  node.first_rule = static_cast<uint32_t>(rules_.size());
  node.rules = static_cast<uint32_t>(rules.size());
  node.parent = parent;
  node.answer = answer;
  rules_.insert(rules_.end(), rules.begin(), rules.end());
  return static_cast<NodeId>(nodes_.size() - 1);
}

void DecisionGraph::grow() {
  std::vector<Edge> old = std::move(edges_);
  edges_.assign(std::max(kFirstEdges, old.size() * 2), {});
  const size_t mask = edges_.size() - 1;
  for (const Edge& edge : old) {
    if (edge.key == kNoEdge) continue;
    size_t at = hash_of(edge.key) & mask;
    while (edges_[at].key != kNoEdge) at = (at + 1) & mask;
    edges_[at] = edge;
  }
}

void DecisionGraph::connect(NodeId node, uint32_t answer, NodeId target) {
  if (answer < std::size(nodes_[node].near)) {
    nodes_[node].near[answer] = target;
    return;
  }
  if (edge_count_ * 2 >= edges_.size()) grow();
  const size_t mask = edges_.size() - 1;
  size_t at = hash_of(key_of(node, answer)) & mask;
  while (edges_[at].key != kNoEdge) at = (at + 1) & mask;
  edges_[at] = {key_of(node, answer), target};
  ++edge_count_;
}

size_t DecisionGraph::bytes() const {
  return nodes_.capacity() * sizeof(Node) + rules_.capacity() * sizeof(rules::RuleId) +
         edges_.capacity() * sizeof(Edge);
}

void DecisionGraph::clear() {
  nodes_.clear();
  rules_.clear();
  edges_.clear();
  edge_count_ = 0;
}

}  // namespace sysreel
