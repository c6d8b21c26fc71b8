// Turnaround: the fewest checks of a condition that must answer otherwise for the whole to do so.
//
// A check costs one when it is in the way and nothing when it is not; `and` must have all its parts true but
// only one false, `or` the other way round, `not` swaps. Checks count by place: the same one written twice is
// two. Linear in the condition; no check is asked here, their answers come in.
#pragma once

#include <cstdint>
#include <vector>

#include "rules/condition_outline.h"

namespace sysreel {

class Turnaround {
 public:
  // `answers` by part; only those of checks are looked at. The outline must outlive the object.
  Turnaround(const rules::ConditionOutline& outline, const std::vector<bool>& answers);

  bool answer() const { return costs_[0].to_be[1] == 0; }
  uint32_t distance() const { return costs_[0].to_be[answer() ? 0 : 1]; }
  // Index of the parts (checks) that stand in the way, in source order.
  std::vector<uint32_t> blocking() const;
  bool answer_of(uint32_t part) const { return costs_[part].to_be[1] == 0; }

 private:
  struct Cost {
    uint32_t to_be[2] = {0, 0};  // to be false, to be true
  };
  Cost cost_of(uint32_t part, const std::vector<bool>& answers) const;
  void collect(uint32_t part, bool wanted, std::vector<uint32_t>& out) const;

  const rules::ConditionOutline& outline_;
  std::vector<Cost> costs_;  // by part
};

}  // namespace sysreel
