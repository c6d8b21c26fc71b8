// `sysreel ps`: the processes of a capture at one time, as a tree.
#pragma once

#include <optional>
#include <string>

#include "base/wall_time.h"
#include "replayer/commands/console.h"

namespace sysreel {

struct PsOptions {
  std::string capture;          // a file, a directory of the parts of one recording, "-" for standard input
  std::optional<TimePoint> at;  // none: the end
  bool json = false;
  bool strict = false;
};

int run_ps(const PsOptions& options, Console& console);

}  // namespace sysreel
