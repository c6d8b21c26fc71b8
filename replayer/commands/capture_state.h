// What a reading command says about the state of the capture that it has read to the end.
#pragma once

#include <string>

#include "format/capture_reader.h"
#include "replayer/commands/console.h"

namespace sysreel {

std::string_view name_of(CaptureState state);  // "closed"

// Warns on the console of what was skipped and what is missing. True when the capture is whole and closed.
bool warn_of_state(const CaptureReader& reader, const std::string& path, Console& console);

// "sysreel: PATH: message"
void print_error(Console& console, const std::string& path, const Error& error);

}  // namespace sysreel
