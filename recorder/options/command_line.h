// The command line of sysreel-record.
#pragma once

#include <ostream>
#include <string>
#include <variant>

#include "recorder/record_options.h"

namespace sysreel {

struct DoctorRequest {};
struct PinRequest {
  std::string directory;
};
struct ExitNow {
  int code = 0;
};

// What to do; ExitNow after --help, --version or a mistake, which has been reported then.
using CommandRequest = std::variant<RecordOptions, DoctorRequest, PinRequest, ExitNow>;

CommandRequest parse_command_line(int argc, const char* const* argv, std::ostream& out, std::ostream& err);

}  // namespace sysreel
