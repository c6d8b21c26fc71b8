// NearestSearch: the events of a replay that came nearest to satisfying a rule without it firing.
//
// Near means few checks in the way (Turnaround). Among as many, the event whose values resemble the wanted
// ones most comes first, and a program that an exclusion names counts as resembling fully: one who asks why a
// rule was silent means the file that is nearly right, not every file. Then the earlier event comes first.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "replayer/explain/condition_trace.h"
#include "replayer/stream/event_observer.h"

namespace sysreel {

// An event with a rule's condition traced over it. Owns its texts.
struct TracedEvent {
  uint64_t event = 0;
  uint64_t wall_time = 0;
  std::string type;
  std::string process;  // name, bytes as recorded; empty: no process
  int64_t pid = -1;
  ConditionTrace rule;
  ConditionTrace where;  // of a second condition that the finding must satisfy; empty without one
  bool fired = false;    // the rule fired
  std::string taken_by;  // it matches, but this rule came first
  uint32_t distance = 0;
  double closeness = 0;
};

// The conditions that a traced event is about.
struct TraceSubject {
  const rules::Program* program = nullptr;
  rules::RuleId rule = 0;
  const rules::ConditionOutline* outline = nullptr;
  const rules::ConditionOutline* where = nullptr;  // null: none
};

TracedEvent trace_event(const TraceSubject& subject, const SeenEvent& event,
                        rules::EvaluationScratch& scratch);

class NearestSearch : public EventObserver {
 public:
  // What the subject points to must outlive the search.
  NearestSearch(const TraceSubject& subject, size_t keep);
  ~NearestSearch() override;

  void observe(const SeenEvent& event) override;
  const std::vector<TracedEvent>& nearest() const { return best_; }  // nearest first

 private:
  uint32_t distance_to(const rules::ConditionOutline& outline, const SeenEvent& event);

  TraceSubject subject_;
  size_t keep_;
  std::unique_ptr<rules::EvaluationScratch> scratch_;
  std::vector<bool> answers_;
  std::vector<TracedEvent> best_;
};

}  // namespace sysreel
