// Evidence: whether a finding rests on state that was taken from a scan instead of told by events.
#pragma once

#include <cstdint>
#include <vector>

#include "replayer/state/step.h"
#include "rules/program.h"

namespace sysreel {

class Evidence {
 public:
  explicit Evidence(const rules::Program& program);
  bool from_snapshot(const Step& step, rules::RuleId rule) const;

 private:
  struct Reach {
    uint32_t ancestors = 0;  // how far up the rule looks
    bool descriptor = false;
    bool process = false;
  };
  std::vector<Reach> reach_;  // by RuleId
};

}  // namespace sysreel
