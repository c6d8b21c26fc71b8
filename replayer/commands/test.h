// `sysreel test`: expectations against captures.
#pragma once

#include <string>
#include <vector>

#include "replayer/commands/console.h"

namespace sysreel {

struct TestCommand {
  struct Output {
    std::string format;
    std::string file;  // empty: standard output
  };
  std::vector<std::string> paths;  // test files, and directories that are searched for *.test.yaml
  std::vector<std::string> rules;  // instead of the tests' own
  std::vector<Output> outputs;     // empty: text on standard output
  bool bless = false;
  bool watch = false;
  bool force = false;
  bool falco_compatible = false;
};

// With `watch` it returns only when standard output can no longer be written.
int run_test(const TestCommand& command, Console& console);

}  // namespace sysreel
