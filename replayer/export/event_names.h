// What the state says about an event by name: the columns that every export for people has.
#pragma once

#include <string>

#include "replayer/state/step.h"

namespace sysreel {

class State;

// Empty: not known.
struct EventNames {
  std::string process, command_line, executable, user, container, descriptor;
};
EventNames names_of(const Step& step, const State& state);

}  // namespace sysreel
