// `sysreel test`: expectations against captures.
#pragma once

#include <string>
#include <vector>

#include "replayer/commands/console.h"
#include "replayer/commands/report_output.h"

namespace sysreel {

struct TestCommand {
  std::vector<std::string> paths;     // test files, and directories that are searched for *.test.yaml
  std::vector<std::string> rules;     // instead of the tests' own
  std::vector<ReportOutput> outputs;  // empty: text on standard output
  bool bless = false;
  bool watch = false;
  bool force = false;
  bool falco_compatible = false;
};

// With `watch` it returns only when standard output can no longer be written.
int run_test(const TestCommand& command, Console& console);

}  // namespace sysreel
