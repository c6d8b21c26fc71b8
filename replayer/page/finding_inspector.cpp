#include "replayer/page/finding_inspector.h"

#include "replayer/page/nearby_events.h"
#include "replayer/page/process_line.h"
#include "rules/condition_outline.h"
#include "rules/evaluation_scratch.h"
#include "rules/pipeline.h"

namespace sysreel {
namespace {

constexpr size_t kDeepest = 64;

void add_lineage(FindingDetail& detail, const Thread& thread, const State& state) {
  const Thread* at = thread.leader != nullptr ? thread.leader : &thread;
  for (; at != nullptr && detail.lineage.size() < kDeepest; at = parent_process(*at))
    detail.lineage.push_back(process_line(*at, state));
}

}  // namespace

FindingInspector::FindingInspector(const rules::Pipeline& pipeline)
    : pipeline_(pipeline), scratch_(std::make_unique<rules::EvaluationScratch>()) {}

FindingInspector::~FindingInspector() = default;

std::shared_ptr<const rules::ConditionOutline> FindingInspector::outline(rules::RuleId rule) {
  auto& made = outlines_[rule];
  if (made == nullptr) made = std::make_shared<rules::ConditionOutline>(rules::outline_of(pipeline_, rule));
  return made;
}

void FindingInspector::follow(const Step& step, const State& state) {
  state_ = &state;
  history_.follow(step, state);
}

void FindingInspector::observe(const SeenEvent& event) {
  current_.clear();
  for (const rules::RuleId rule : event.matched) {
    if (in_all_ >= kInAll || made_[rule] >= kPerRule) continue;
    ++in_all_;
    ++made_[rule];
    auto detail = std::make_shared<FindingDetail>();
    detail->outline = outline(rule);
    scratch_->clear();
    detail->trace = trace_condition(pipeline_.result.program, *detail->outline, event.fields, *scratch_);
    if (event.step.thread != nullptr && state_ != nullptr) {
      add_lineage(*detail, *event.step.thread, *state_);
      add_nearby_events(*detail, event.step, *state_);
    }
    current_.emplace_back(rule, std::move(detail));
  }
}

std::shared_ptr<const FindingDetail> FindingInspector::detail_of(rules::RuleId rule) {
  for (const auto& [of, detail] : current_)
    if (of == rule) return detail;
  return nullptr;
}

void FindingInspector::forget_history() {
  history_ = ProcessHistory();
  state_ = nullptr;
}

}  // namespace sysreel
