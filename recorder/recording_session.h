// RecordingSession: one recording from the first check to the last line.
#pragma once

#include "recorder/journal.h"
#include "recorder/record_options.h"

namespace sysreel {

// Records as asked and returns the exit code. Says what it does and why it fails in `journal`.
int record(const RecordOptions& options, Journal& journal);

}  // namespace sysreel
