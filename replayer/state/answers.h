// Answers: what predicates said about one object (a thread, a descriptor), remembered until the object
// changes.
//
// The detector numbers the predicates that depend on such an object densely and stores two bits each. Whoever
// changes the object calls clear(); `epoch` lets the state forget the answers of all objects at once.
#pragma once

#include <cstdint>
#include <vector>

namespace sysreel {

class Answers {
 public:
  enum : uint8_t { kUnknown = 0, kFalse = 1, kTrue = 2 };

  uint8_t get(uint32_t index, uint32_t epoch) const {
    return epoch == epoch_ && index < answers_.size() ? answers_[index] : uint8_t{kUnknown};
  }
  void set(uint32_t index, bool answer, uint32_t epoch) {
    if (epoch != epoch_) answers_.clear();
    epoch_ = epoch;
    if (index >= answers_.size()) answers_.resize(index + 1, kUnknown);
    answers_[index] = answer ? kTrue : kFalse;
  }
  void clear() {
    if (!answers_.empty()) answers_.clear();
  }

 private:
  std::vector<uint8_t> answers_;
  uint32_t epoch_ = 0;
};

}  // namespace sysreel
