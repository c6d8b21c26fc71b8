// `sysreel coverage`: which rules can fire on a capture, which are blind and why.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/wall_time.h"
#include "replayer/commands/console.h"
#include "replayer/commands/report_output.h"
#include "rules/load_options.h"

namespace sysreel {

struct CoverageCommand {
  std::vector<std::string> captures;
  std::vector<std::string> rules;  // empty: the shipped ones
  std::vector<rules::Selection> selections;
  std::optional<TimePoint> from;
  std::optional<TimePoint> to;
  bool match_all = false;
  std::vector<ReportOutput> outputs;  // text, json, html; empty: text on standard output
  bool details = false;               // list checks and items that were never true
  bool fail_on_blind = false;
  bool force = false;
  bool falco_compatible = false;
};

int run_coverage(const CoverageCommand& command, Console& console);

}  // namespace sysreel
