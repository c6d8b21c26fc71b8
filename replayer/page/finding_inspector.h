// FindingInspector: watches a replay and gathers, for the first findings of each rule, what a page shows of
// them.
//
// One thread. The pipeline must outlive it; its details outlive both.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "replayer/page/process_history.h"
#include "replayer/stream/event_observer.h"

namespace sysreel::rules {
class EvaluationScratch;
struct ConditionOutline;
struct Pipeline;
}  // namespace sysreel::rules

namespace sysreel {

class FindingInspector : public EventObserver {
 public:
  // A finding beyond these has no detail.
  static constexpr size_t kPerRule = 100;
  static constexpr size_t kInAll = 2'000;

  explicit FindingInspector(const rules::Pipeline& pipeline);
  ~FindingInspector() override;

  void observe(const SeenEvent& event) override;
  void follow(const Step& step, const State& state) override;
  std::shared_ptr<const FindingDetail> detail_of(rules::RuleId rule) override;

  // Of the capture so far.
  const ProcessHistory& history() const { return history_; }
  // What follows is of another capture.
  void forget_history();

 private:
  std::shared_ptr<const rules::ConditionOutline> outline(rules::RuleId rule);

  const rules::Pipeline& pipeline_;
  std::unique_ptr<rules::EvaluationScratch> scratch_;
  std::map<rules::RuleId, std::shared_ptr<const rules::ConditionOutline>> outlines_;
  std::map<rules::RuleId, size_t> made_;  // details by rule
  size_t in_all_ = 0;
  std::vector<std::pair<rules::RuleId, std::shared_ptr<const FindingDetail>>> current_;
  const State* state_ = nullptr;
  ProcessHistory history_;
};

}  // namespace sysreel
