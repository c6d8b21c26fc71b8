// ProcessHistory: the processes of a capture that did something, with their ancestors, as a tree over its
// whole time: a state forgets who has ended, this does not.
//
// One thread. At most kMaxProcesses are kept, the first ones; `left_out` counts the others.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "replayer/page/finding_detail.h"

namespace sysreel {

class State;
struct Step;
struct Thread;

struct SeenProcess {
  ProcessLine line;              // after its last exec
  std::optional<size_t> parent;  // index; always smaller than its own
  std::optional<uint64_t> exit;  // wall ns
};

class ProcessHistory {
 public:
  static constexpr size_t kMaxProcesses = 20'000;

  void follow(const Step& step, const State& state);
  const std::vector<SeenProcess>& processes() const { return processes_; }
  uint64_t left_out() const { return left_out_; }

 private:
  using Key = std::pair<int64_t, uint64_t>;  // pid, start time
  std::optional<size_t> enter(const Thread& thread, const State& state);

  std::map<Key, size_t> index_;
  std::vector<SeenProcess> processes_;
  uint64_t left_out_ = 0;
};

}  // namespace sysreel
