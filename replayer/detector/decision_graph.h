// DecisionGraph: what is known about events of one sort after some questions, and what to ask next.
//
// A node stands for the answers given on the way to it. It is either decided (these rules match, no other) or
// names what to ask; the answer, a class, leads along an edge to the next node. Nodes and edges are made when
// an event first needs them, so only what occurs is ever worked out: an event costs a look-up per question
// on its way, however many rules there are.
#pragma once

#include <cstdint>
#include <iterator>
#include <span>
#include <vector>

#include "rules/program.h"

namespace sysreel {

using NodeId = uint32_t;

class DecisionGraph {
 public:
  static constexpr uint32_t kDecided = 0xffffffff;
  static constexpr NodeId kNone = 0xffffffff;

  struct Node {
    uint32_t ask = kDecided;
    uint32_t first_rule = 0;  // those that match; of an undecided node those that still may
    uint32_t rules = 0;
    NodeId parent = kNone;
    uint32_t answer = 0;                     // to the parent's question
    NodeId near[3] = {kNone, kNone, kNone};  // behind the lowest answers, which are most
  };

  NodeId add(NodeId parent, uint32_t answer, uint32_t ask, std::span<const rules::RuleId> rules);
  const Node& operator[](NodeId node) const { return nodes_[node]; }
  // Valid until the next add().
  std::span<const rules::RuleId> rules(NodeId node) const {
    return {rules_.data() + nodes_[node].first_rule, nodes_[node].rules};
  }

  NodeId next(NodeId node, uint32_t answer) const;
  void connect(NodeId node, uint32_t answer, NodeId target);

  size_t bytes() const;
  void clear();

 private:
  struct Edge {
    uint64_t key = kNoEdge;
    NodeId target = kNone;
  };
  static constexpr uint64_t kNoEdge = ~uint64_t{0};
  static uint64_t key_of(NodeId node, uint32_t answer) { return uint64_t{node} << 32 | answer; }
  static size_t hash_of(uint64_t key) {
    key *= 0x9e3779b97f4a7c15;
    return key ^ key >> 32;
  }
  void grow();

  std::vector<Node> nodes_;
  std::vector<rules::RuleId> rules_;
  std::vector<Edge> edges_;  // behind the other answers: open addressing, a power of two
  size_t edge_count_ = 0;
};

inline NodeId DecisionGraph::next(NodeId node, uint32_t answer) const {
  if (answer < std::size(Node{}.near)) return nodes_[node].near[answer];
  if (edges_.empty()) return kNone;
  const uint64_t key = key_of(node, answer);
  const size_t mask = edges_.size() - 1;
  for (size_t at = hash_of(key) & mask; edges_[at].key != kNoEdge; at = (at + 1) & mask)
    if (edges_[at].key == key) return edges_[at].target;
  return kNone;
}

}  // namespace sysreel
