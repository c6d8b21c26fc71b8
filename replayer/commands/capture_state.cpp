#include "replayer/commands/capture_state.h"

#include "base/escape.h"

namespace sysreel {

std::string_view name_of(CaptureState state) {
  switch (state) {
    case CaptureState::kClosed:
      return "closed";
    case CaptureState::kIndexed:
      return "indexed";
    case CaptureState::kIncomplete:
      return "incomplete";
    case CaptureState::kDamaged:
      return "damaged";
  }
  return "";
}

bool warn_of_state(const CaptureReader& reader, const std::string& path, Console& console) {
  const std::string name = terminal_safe(path);
  for (const Damage& damage : reader.damage())
    console.err << "sysreel: warning: " << name << ": bytes " << damage.from << " to " << damage.to
                << " skipped: " << terminal_safe(damage.reason) << '\n';
  if (reader.torn_tail())
    console.err << "sysreel: warning: " << name << ": " << reader.torn_tail()->reason << " at byte "
                << reader.torn_tail()->from << '\n';
  if (reader.state() == CaptureState::kIncomplete || reader.state() == CaptureState::kIndexed)
    console.err << "sysreel: warning: " << name << " is incomplete: it was not closed by its recorder\n";
  return reader.state() == CaptureState::kClosed;
}

void print_error(Console& console, const std::string& path, const Error& error) {
  console.err << "sysreel: " << (path == "-" ? "standard input" : terminal_safe(path)) << ": "
              << terminal_safe(error.message) << '\n';
}

}  // namespace sysreel
