// sysreel-record: records what processes do into a capture file. This file connects the standard streams and
// nothing else.
#include <cstdlib>
#include <iostream>
#include <variant>

#include "recorder/doctor.h"
#include "recorder/options/command_line.h"
#include "recorder/pin_command.h"
#include "recorder/recording_session.h"

namespace sysreel {
namespace {

int run(int argc, char** argv) {
  const auto request = parse_command_line(argc, argv, std::cout, std::cerr);
  if (const auto* exit_now = std::get_if<ExitNow>(&request)) return exit_now->code;
  if (std::holds_alternative<DoctorRequest>(request)) return diagnose_host(std::cout);
  if (const auto* pin = std::get_if<PinRequest>(&request))
    return pin_ring(pin->directory, std::cout, std::cerr);
  const auto& options = std::get<RecordOptions>(request);
  Journal journal(std::cerr, options.level, options.log_format);
  return record(options, journal);
}

}  // namespace
}  // namespace sysreel

int main(int argc, char** argv) {
  return sysreel::run(argc, argv);
}
