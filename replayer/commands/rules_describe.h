// `sysreel rules describe` and `sysreel rules plan`: what rules resolve to, and what a recorder needs for
// them.
#pragma once

#include <string>
#include <vector>

#include "replayer/commands/console.h"

namespace sysreel {

struct RulesDescribeOptions {
  std::vector<std::string> files;
  bool falco_compatible = false;
};
int run_rules_describe(const RulesDescribeOptions& options, Console& console);

struct RulesPlanOptions {
  std::vector<std::string> files;
  std::string write = "-";
  bool force = false;
  bool falco_compatible = false;
};
// Writes the plan file that `sysreel-record --plan` reads: the events that the rules can match.
int run_rules_plan(const RulesPlanOptions& options, Console& console);

}  // namespace sysreel
