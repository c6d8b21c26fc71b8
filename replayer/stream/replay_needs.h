// What a replay reads of a capture's blocks: what its rules look at and what the state is made of.
#pragma once

#include "format/column_needs.h"
#include "replayer/detector/detector.h"
#include "replayer/state/state.h"
#include "rules/program.h"

namespace sysreel {

// What of the state conditions and outputs read.
State::Reads state_reads(const rules::Program& program);

// Kinds that the detector wants are needed whole, but for parameters in section rest
// that no rule which may match them names.
ColumnNeeds replay_needs(const rules::Program& program, const State& state, const Detector& detector);

}  // namespace sysreel
