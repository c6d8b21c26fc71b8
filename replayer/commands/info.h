// `sysreel info`: what a capture is and what it holds, on one screen or as one JSON object.
#pragma once

#include <string>
#include <vector>

#include "replayer/commands/console.h"

namespace sysreel {

struct InfoOptions {
  std::vector<std::string> captures;
  bool json = false;
  bool strict = false;
};

int run_info(const InfoOptions& options, Console& console);

}  // namespace sysreel
