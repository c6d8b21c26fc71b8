// Checkpoints: the replayer's full state as snapshot rows, from which replay continues exactly.
//
// Written in an order in which nothing refers to what comes later, so that a loader needs to keep no more
// than the objects that threads share. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "format/event_block.h"

namespace sysreel {

class State;
struct CaptureFacts;
struct Snapshot;

struct CheckpointPlace {
  uint64_t time = 0;   // CLOCK_BOOTTIME ns: every event of this time or later comes behind the checkpoint
  bool fresh = false;  // what stands before it in the capture is of another recording
  NumberSpace numbers = NumberSpace::kKernel;
  Arch arch = Arch::kX86_64;
};

// The state between two events, in parts of at most 4 MiB (or one row that is larger). The same state gives
// the same rows.
std::vector<Snapshot> checkpoint_of(const State& state, const CaptureFacts& facts,
                                    const CheckpointPlace& place);

class CheckpointLoader {
 public:
  CheckpointLoader();
  ~CheckpointLoader();

  // The parts in their order. The first one forgets what was in `state`; it is whole after the last. Rows are
  // hostile input: what cannot be is left out.
  void take(const Snapshot& part, State& state, CaptureFacts& facts);

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;  // between the first and the last part
};

}  // namespace sysreel
