// EventObserver: whoever wants more of a replay than its findings (coverage, explanations, `where` of an
// expectation) sees each event that some rule looks at, after the rules and before the state ends what it
// ended.
#pragma once

#include <memory>
#include <span>

#include "replayer/detector/field_reader.h"
#include "rules/program.h"

namespace sysreel {

struct FindingDetail;

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
  // Each system call that changes the state or that some rule looks at, with the state as rules see it;
  // before observe().
  virtual void follow(const Step& /*step*/, const State& /*state*/) {}
  // What a report may show of the finding by this rule on the event observed last; null: nothing.
  virtual std::shared_ptr<const FindingDetail> detail_of(rules::RuleId /*rule*/) { return nullptr; }
};

}  // namespace sysreel
