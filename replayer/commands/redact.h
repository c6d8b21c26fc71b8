// `sysreel redact`: a copy of a capture without what a policy names.
#pragma once

#include <string>

#include "replayer/commands/console.h"

namespace sysreel {

struct RedactOptions {
  std::string capture;
  std::string policy;
  std::string output;
  bool force = false;
};

int run_redact(const RedactOptions& options, Console& console);

}  // namespace sysreel
