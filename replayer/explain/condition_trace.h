// ConditionTrace: what every part of a rule's condition said about one event, with the values that it looked
// at, and which parts decided.
//
// Made with the production program's own predicates (rules::test), so an explanation cannot disagree with a
// replay. Every part is asked, also those that evaluation skips; `reached` tells them apart. Values are texts
// of their own: a trace may outlive the event.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/condition_outline.h"
#include "rules/program.h"

namespace sysreel {

struct TracedValue {
  std::string operand;              // "proc.aname[2]", "tolower(proc.name)"
  std::optional<std::string> text;  // bytes as recorded; nothing: the field has no value
};

struct TracedPart {
  bool answer = false;
  bool reached = false;  // evaluation in source order comes here
  bool decides = false;  // on the path from the whole to the check that settled it
  bool blocks = false;   // check: one of the fewest whose other answer would turn the whole around
  // Check: the values compared, left side first; and the constant that fits, where it has several.
  std::vector<TracedValue> values;
  std::string item;
};

struct ConditionTrace {
  bool matched = false;
  uint32_t distance = 0;          // number of blocking checks
  std::vector<TracedPart> parts;  // as those of the outline
};

// `reader` stands on the event.
ConditionTrace trace_condition(const rules::Program& program, const rules::ConditionOutline& outline,
                               rules::FieldReader& reader, rules::EvaluationScratch& scratch);

}  // namespace sysreel
