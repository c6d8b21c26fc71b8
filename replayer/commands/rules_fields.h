// `sysreel rules fields` and `sysreel rules events`: what conditions can be made of.
#pragma once

#include <string>
#include <vector>

#include "replayer/commands/console.h"

namespace sysreel {

struct RulesFieldsOptions {
  std::string source;  // empty: all
  bool json = false;
  bool markdown = false;
  bool falco_compatible = false;
};

int run_rules_fields(const RulesFieldsOptions& options, Console& console);

struct RulesEventsOptions {
  std::vector<std::string> files;  // none: all events that conditions can name
  bool json = false;
  bool falco_compatible = false;
};

int run_rules_events(const RulesEventsOptions& options, Console& console);

}  // namespace sysreel
