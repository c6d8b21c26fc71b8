// Output texts: literal text with %field, %20field (padded or cut), %transformer(field).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/checker.h"
#include "rules/text_hash.h"

namespace sysreel::rules {

// Rules of old end in it; it stands for nothing any more and is taken out before an output is compiled.
inline constexpr std::string_view kContainerInfo = "%container.info";

struct OutputTemplate {
  std::vector<OutputPart> parts;
  bool good = false;
};

// A leading '*' means that missing values are shown as <NA>; rules always do that. Findings point into
// `text`.
OutputTemplate compile_output(std::string_view text, Checker& checker, const FieldScope& scope,
                              std::vector<Finding>& findings);

// Fields of outputs and what they became, for the many outputs of one checker: all print the same few fields.
struct OutputField {
  OperandId operand = 0;
  std::string name;
  size_t used = 0;  // bytes of the text
};
using OutputFields = TextMap<OutputField>;
OutputTemplate compile_output(std::string_view text, Checker& checker, const FieldScope& scope,
                              std::vector<Finding>& findings, OutputFields& known);

}  // namespace sysreel::rules
