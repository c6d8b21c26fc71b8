// SerialGaps: audit events that never came, told from the serial numbers that the kernel gives to all of
// them. Records come a little out of order, so a number that is missing has some time to come.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

namespace sysreel {

class SerialGaps {
 public:
  static constexpr uint64_t kPatience = 2'000'000'000;  // ns
  // A larger step is another numbering, not loss.
  static constexpr uint64_t kMaxStep = 1U << 24;
  static constexpr size_t kMaxGaps = 4096;

  // `now`: any clock that only goes forward, ns. What came before the first number is nobody's loss.
  void saw(uint64_t serial, uint64_t now);
  // Numbers that did not come in time.
  uint64_t lost(uint64_t now);
  // All that are missing: nothing is to come any more.
  uint64_t lost_at_end();

 private:
  struct Gap {
    uint64_t last = 0;
    uint64_t since = 0;
  };
  void fill(uint64_t serial);

  std::map<uint64_t, Gap> gaps_;  // by first number
  std::optional<uint64_t> highest_;
  uint64_t lost_ = 0;
};

}  // namespace sysreel
