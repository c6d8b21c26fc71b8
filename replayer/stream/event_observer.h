// EventObserver: whoever wants more of a replay than its findings (coverage, explanations, `where` of an
// expectation) sees each event that some rule looks at, after the rules and before the state ends what it
// ended.
#pragma once

#include <span>

#include "replayer/detector/field_reader.h"
#include "rules/program.h"

namespace sysreel {

// Void after observe() returns. `fields` stand on the event and read any field of the program's.
struct SeenEvent {
  const Step& step;
  EventFields& fields;
  std::span<const rules::RuleId> matched;  // in the order of definition; the findings of the event follow
};

class EventObserver {
 public:
  virtual ~EventObserver() = default;
  // Also events that no rule looks at.
  virtual bool wants_all() const { return false; }
  virtual void observe(const SeenEvent& event) = 0;
};

}  // namespace sysreel
