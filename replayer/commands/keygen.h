// `sysreel keygen`: keys to sign captures with and to seal them for.
#pragma once

#include <string>

#include "replayer/commands/console.h"

namespace sysreel {

int run_keygen(const std::string& name, Console& console);

}  // namespace sysreel
