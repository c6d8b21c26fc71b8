// A coverage as one self-contained page: no script, no network, readable in print, dark and light.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "replayer/coverage/rule_coverage.h"

namespace sysreel {

struct CoveragePage {
  std::vector<std::string> captures;  // as the user named them
  uint64_t events = 0;
  uint64_t lost = 0;
};

std::string coverage_html(const std::vector<RuleCoverage>& rules, const CoveragePage& page);

}  // namespace sysreel
