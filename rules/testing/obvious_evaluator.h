// The second, slow implementation of conditions: walks the tree, reads fields by name and compares with
// literals as text each time, sharing nothing with predicates, constants or code. Tests only.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "rules/ast.h"
#include "rules/value.h"

namespace sysreel::rules {

// A value as a human would write it down.
struct PlainValue {
  enum class Kind { kMissing, kText, kNumber, kList, kAncestors };
  Kind kind = Kind::kMissing;
  std::string text;
  int64_t number = 0;
  std::vector<std::string> items;
};

using PlainReader = std::function<PlainValue(const std::string& field)>;

// Text, number, list and ancestor fields; the operators of those; tolower, toupper, len, basename, val.
bool obviously_matches(const Node& condition, const PlainReader& read);

}  // namespace sysreel::rules
