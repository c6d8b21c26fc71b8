// Output texts: literal text with %field, %20field (padded or cut), %transformer(field).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/checker.h"

namespace sysreel::rules {

struct OutputTemplate {
  std::vector<OutputPart> parts;
  bool good = false;
};

// A leading '*' means that missing values are shown as <NA>; rules always do that. Findings point into
// `text`.
OutputTemplate compile_output(std::string_view text, Checker& checker, const FieldScope& scope,
                              std::vector<Finding>& findings);

}  // namespace sysreel::rules
