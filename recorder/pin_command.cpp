#include "recorder/pin_command.h"

#include "recorder/pin_trigger.h"
#include "recorder/record_options.h"

namespace sysreel {
namespace {

constexpr int kPatience = 5000;  // ms; a recorder looks ten times a second

}  // namespace

int pin_ring(const std::string& directory, std::ostream& out, std::ostream& err) {
  if (const Status status = request_pin(directory, kPatience); !status.ok()) {
    err << "sysreel-record: pin: " << status.error().message << '\n';
    return kExitBadUse;
  }
  out << "pinned: the recorder keeps the files of this moment in " << directory << '\n';
  return kExitRecorded;
}

}  // namespace sysreel
