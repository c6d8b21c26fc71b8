// `sysreel dump`: the events of captures as lines of text or JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/wall_time.h"
#include "replayer/commands/console.h"

namespace sysreel {

struct DumpOptions {
  std::vector<std::string> captures;  // files and directories, "-" for standard input
  std::string filter;                 // a condition, empty: all events
  std::optional<std::string> format;  // -p: an output template instead of the usual line
  bool json = false;
  bool echo_text = false;  // -A
  uint64_t count = 0;      // lines at most, 0: all
  std::optional<TimePoint> from;
  std::optional<TimePoint> to;  // exclusive
  bool strict = false;
  bool falco_compatible = false;
};

int run_dump(const DumpOptions& options, Console& console);

}  // namespace sysreel
