// `sysreel replay`: evaluate rules over captures, report findings.
#pragma once

#include "replayer/commands/console.h"
#include "replayer/commands/replay_command.h"

namespace sysreel {

int run_replay(const ReplayCommand& command, Console& console);

}  // namespace sysreel
