// What of a capture somebody wants to read, and where reading began.
#pragma once

#include <cstdint>
#include <limits>

namespace sysreel {

struct ReadRange {
  uint64_t from = 0;                                   // order time, CLOCK_BOOTTIME ns
  uint64_t to = std::numeric_limits<uint64_t>::max();  // exclusive
  // Begin where the state at `from` can be rebuilt: at the nearest checkpoint, or else at the nearest scan.
  // Checkpoints that tell nothing new are passed over.
  bool with_state = false;
};

struct ReadStart {
  enum class Kind : uint8_t {
    kBeginning,  // of the capture; of an input that cannot seek always
    kScan,       // the first part is a scan; events before `time` are older than it and must not change state
    kCheckpoint,  // the first part is a checkpoint, every event with a time of `time` or later follows
  };
  Kind kind = Kind::kBeginning;
  uint64_t time = 0;
};

}  // namespace sysreel
