// What a user asked `sysreel replay` for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/wall_time.h"

namespace sysreel {

struct ReplayCommand {
  struct Output {
    std::string format;
    std::string file;  // empty: standard output
  };
  struct Select {
    bool enable = true;
    std::string what;  // NAME or tag:T, wildcards allowed
  };

  std::vector<std::string> captures;
  std::vector<std::string> rules;  // empty: the shipped ones
  std::vector<Output> outputs;     // empty: text on standard output
  std::vector<Select> selections;  // in the order given
  std::vector<std::string> sources;
  std::string min_priority;
  std::string fail_on;  // a priority or "any"
  std::optional<TimePoint> from;
  std::optional<TimePoint> to;
  bool match_all = false;
  bool fail_on_loss = false;
  bool fail_on_blind = false;
  bool strict = false;
  bool falco_compatible = false;
  bool force = false;
  bool stats = false;
  bool follow = false;  // of a capture that is being written: go on as it grows
  size_t threads = 0;   // 0: as many as there are cores
};

}  // namespace sysreel
