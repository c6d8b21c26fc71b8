// Runs a command of the program in a test: its exit code and what it wrote.
#pragma once

#include <sstream>
#include <string>

#include "replayer/commands/console.h"

namespace sysreel {

struct CommandRun {
  int code = -1;
  std::string out;
  std::string err;
};

// `width`: columns of the terminal that results go to; 0: no terminal.
template <typename Command, typename Options>
CommandRun run_command(Command command, const Options& options, bool colour = false, int width = 0) {
  std::ostringstream out;
  std::ostringstream err;
  Console console{out, err, colour, false, width};
  CommandRun result;
  result.code = command(options, console);
  result.out = out.str();
  result.err = err.str();
  return result;
}

}  // namespace sysreel
