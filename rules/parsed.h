// What parsing takes and gives.
#pragma once

#include <cstdint>
#include <string>

namespace sysreel::rules {

struct Node;

struct ParseOptions {
  // Nesting that is accepted; parsing recurses, so this bounds the stack. Falco's rule engine uses 1000, its
  // filter commands 100.
  uint32_t max_depth = 1000;
  bool falco_compatible = false;
  uint32_t text_id = 0;  // stored in the nodes
};

struct ParseError {
  std::string message;
  std::string hint;
  uint32_t offset = 0;
};

struct Parsed {
  const Node* root = nullptr;  // null: error
  ParseError error;
};

}  // namespace sysreel::rules
