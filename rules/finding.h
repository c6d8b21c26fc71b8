// What a stage has to say about a place in a condition or an output, before it has a file and a line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/diagnostics.h"

namespace sysreel::rules {

struct Node;

struct Finding {
  Severity severity = Severity::kError;
  std::string_view code;  // empty: the error code of the stage
  std::string message;
  std::string hint;
  const Node* node = nullptr;  // where; null: at `offset` of the text in hand
  uint32_t offset = 0;
  bool unknown_name = false;  // names something that does not exist: skip-if-unknown-filter applies
};

}  // namespace sysreel::rules
