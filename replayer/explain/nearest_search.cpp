#include "replayer/explain/nearest_search.h"

#include <algorithm>

#include "replayer/explain/closeness.h"
#include "replayer/explain/turnaround.h"
#include "replayer/state/step.h"
#include "rules/evaluation.h"

namespace sysreel {
namespace {

using rules::ConditionOutline;
using rules::ConditionPart;

bool fired(const TraceSubject& subject, const SeenEvent& event) {
  return std::find(event.matched.begin(), event.matched.end(), subject.rule) != event.matched.end();
}

struct Resemblance {
  double sum = 0;
  uint32_t checks = 0;
};

void add_resemblance(const TraceSubject& subject, const ConditionOutline& outline,
                     const ConditionTrace& trace, const SeenEvent& event, rules::EvaluationScratch& scratch,
                     Resemblance& out) {
  for (size_t i = 0; i < outline.parts.size(); ++i) {
    if (!trace.parts[i].blocks) continue;
    out.sum += closeness_of(*subject.program, outline.parts[i].predicate, trace.parts[i].answer, event.fields,
                            scratch);
    ++out.checks;
  }
}

}  // namespace

TracedEvent trace_event(const TraceSubject& subject, const SeenEvent& event,
                        rules::EvaluationScratch& scratch) {
  TracedEvent traced;
  traced.event = event.step.event.number();
  traced.wall_time = event.step.wall_time;
  traced.type = event.step.kind->name;
  if (event.step.thread != nullptr) {
    traced.process = event.step.thread->comm;
    traced.pid = event.step.thread->pid;
  }
  Resemblance resemblance;
  const auto trace = [&](const ConditionOutline& outline) {
    ConditionTrace made = trace_condition(*subject.program, outline, event.fields, scratch);
    if (made.matched) return made;
    traced.distance += made.distance;
    add_resemblance(subject, outline, made, event, scratch, resemblance);
    return made;
  };
  traced.rule = trace(*subject.outline);
  if (subject.where != nullptr) traced.where = trace(*subject.where);
  traced.fired = fired(subject, event);
  if (traced.rule.matched && !traced.fired && !event.matched.empty())
    traced.taken_by = subject.program->rules[event.matched.front()].name;
  traced.closeness = resemblance.checks == 0 ? 1 : resemblance.sum / resemblance.checks;
  return traced;
}

NearestSearch::NearestSearch(const TraceSubject& subject, size_t keep)
    : subject_(subject), keep_(keep), scratch_(std::make_unique<rules::EvaluationScratch>()) {}

NearestSearch::~NearestSearch() = default;

// How many checks keep the condition from being true.
uint32_t NearestSearch::distance_to(const ConditionOutline& outline, const SeenEvent& event) {
  answers_.assign(outline.parts.size(), false);
  for (size_t i = 0; i < outline.parts.size(); ++i) {
    if (outline.parts[i].kind == ConditionPart::Kind::kCheck)
      answers_[i] = rules::test(*subject_.program, outline.parts[i].predicate, event.fields, *scratch_);
  }
  const Turnaround turnaround(outline, answers_);
  return turnaround.answer() ? 0 : turnaround.distance();
}

void NearestSearch::observe(const SeenEvent& event) {
  const rules::CompiledRule& rule = subject_.program->rules[subject_.rule];
  if (keep_ == 0 || !rule.kinds.contains(event.step.event.kind())) return;
  if (subject_.where == nullptr && fired(subject_, event)) return;
  uint32_t distance = distance_to(*subject_.outline, event);
  if (subject_.where != nullptr) distance += distance_to(*subject_.where, event);
  if (distance == 0 && fired(subject_, event)) return;
  // Most events are farther than the worst one kept: no trace is made of them.
  if (best_.size() == keep_ && distance > best_.back().distance) return;
  TracedEvent traced = trace_event(subject_, event, *scratch_);
  const auto nearer = [](const TracedEvent& a, const TracedEvent& b) {
    return a.distance != b.distance ? a.distance < b.distance : a.closeness > b.closeness;
  };
  const auto at = std::upper_bound(best_.begin(), best_.end(), traced, nearer);
  best_.insert(at, std::move(traced));
  if (best_.size() > keep_) best_.pop_back();
}

}  // namespace sysreel
