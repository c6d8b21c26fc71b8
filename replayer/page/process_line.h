// A thread's process as a page shows it.
#pragma once

#include "replayer/page/finding_detail.h"
#include "replayer/state/state.h"

namespace sysreel {

ProcessLine process_line(const Thread& thread, const State& state);
// The parent process; null: not known, or the thread is its own.
const Thread* parent_process(const Thread& thread);

}  // namespace sysreel
