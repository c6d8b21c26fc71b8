// `sysreel explain`: why a rule did or did not match.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "replayer/commands/console.h"

namespace sysreel {

struct ExplainCommand {
  std::vector<std::string> captures;
  std::vector<std::string> rules;  // empty: the shipped ones
  std::string rule;
  std::optional<uint64_t> event;  // this event; else the nearest misses
  uint32_t nearest = 3;
  bool match_all = false;
  bool json = false;
  bool falco_compatible = false;
};

int run_explain(const ExplainCommand& command, Console& console);

}  // namespace sysreel
