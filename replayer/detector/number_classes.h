// NumberClasses: classes of flags, modes and capabilities, whose text is long to make and depends on the
// number alone.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "replayer/state/step.h"

namespace sysreel {

class NumberClasses {
 public:
  static constexpr size_t kMost = 4096;

  // What the text of the step's parameter follows from; nothing when that is not its number alone.
  static std::optional<uint64_t> key_of(const Step& step, size_t param);

  const uint32_t* find(uint64_t key) const {
    const auto found = classes_.find(key);
    return found == classes_.end() ? nullptr : &found->second;
  }
  void add(uint64_t key, uint32_t number_class) {
    if (classes_.size() >= kMost) classes_.clear();
    classes_.emplace(key, number_class);
  }
  void clear() { classes_.clear(); }

 private:
  std::unordered_map<uint64_t, uint32_t> classes_;
};

}  // namespace sysreel
