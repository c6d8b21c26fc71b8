// `sysreel diff`: what a change of rules does to the findings.
#pragma once

#include <string>
#include <vector>

#include "replayer/commands/console.h"
#include "replayer/commands/report_output.h"

namespace sysreel {

struct DiffCommand {
  std::vector<std::string> captures;
  std::vector<std::string> before;  // rule files
  std::vector<std::string> after;
  std::vector<ReportOutput> outputs;  // text, json, markdown; empty: text on standard output
  bool match_all = false;
  bool exit_code = false;  // 1 when there is a difference
  bool force = false;
  bool falco_compatible = false;
};

int run_diff(const DiffCommand& command, Console& console);

}  // namespace sysreel
