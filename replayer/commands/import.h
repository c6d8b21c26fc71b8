// `sysreel import`: captures of other tools become one capture of our own.
#pragma once

#include <string>
#include <vector>

#include "replayer/commands/console.h"

namespace sysreel {

struct ImportOptions {
  std::vector<std::string> files;
  std::string output;  // "-": standard output
  bool force = false;
  bool strict = false;
};

int run_import(const ImportOptions& options, Console& console);

}  // namespace sysreel
