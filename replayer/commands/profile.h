// `sysreel profile CAPTURE… -r RULES…`: what each rule and each predicate costs, dearest first.
#pragma once

#include <string>
#include <vector>

#include "replayer/commands/console.h"

namespace sysreel {

struct ProfileCommand {
  std::vector<std::string> captures;
  std::vector<std::string> rules;
  bool falco_compatible = false;
  bool json = false;
};

int run_profile(const ProfileCommand& command, Console& console);

}  // namespace sysreel
