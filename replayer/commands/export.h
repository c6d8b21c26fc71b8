// `sysreel export`: a capture in a format of other tools.
#pragma once

#include <string>

#include "replayer/commands/console.h"

namespace sysreel {

struct ExportOptions {
  std::string capture;  // a file, a directory of captures, "-" for standard input
  std::string format;   // scap, jsonl, csv, timesketch
  std::string output;   // "-": standard output
  std::string filter;   // a condition, empty: all events
  bool force = false;
  bool strict = false;
  bool falco_compatible = false;
};

int run_export(const ExportOptions& options, Console& console);

}  // namespace sysreel
