// The processes that a state knows, in the order of a tree: parents before children, siblings by pid.
#pragma once

#include <cstdint>
#include <vector>

#include "replayer/state/state.h"

namespace sysreel {

struct ProcessNode {
  const Thread* process = nullptr;  // a leader
  uint32_t depth = 0;               // 0: a root
  bool last = true;                 // no sibling follows
};

// Processes whose parent is not known are roots. Every process comes once, whatever a capture says about
// parents.
std::vector<ProcessNode> process_tree(const State& state);

}  // namespace sysreel
