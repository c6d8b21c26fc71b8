// Console: where a command's results and messages go. Commands write here and return an exit code; they never
// exit, and only main.cpp connects this to the real standard streams (STYLE §5.21).
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace sysreel {

struct Console {
  std::ostream& out;        // results
  std::ostream& err;        // messages and progress
  bool out_colour = false;  // out is a terminal that shows colours
  bool err_colour = false;
  int width = 0;              // columns of the terminal behind out, 0: not a terminal
  std::string key_file = {};  // of --key: opens sealed captures
  // What may live as long as the process: thousands of rules take longer to take apart than to forget.
  std::vector<std::shared_ptr<void>> kept = {};
};

// INTERFACE.md "Exit codes".
inline constexpr int kExitDone = 0;
inline constexpr int kExitGate = 1;   // a gate that the user asked for tripped
inline constexpr int kExitRules = 2;  // the rules do not load
inline constexpr int kExitUnusable =
    3;  // bad flags or configuration, output exists, capture cannot be used at all

}  // namespace sysreel
