// A bare condition without macros or lists: the filter of `dump`, `where` values, and what tests compare.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/checker.h"
#include "rules/program.h"

namespace sysreel::rules {

struct FilterOptions {
  std::string source = "syscall";
  bool falco_compatible = false;
  uint32_t max_depth = 100;
};

struct Filter {
  bool parsed = false;
  bool compiled = false;
  Program program;                // compiled: one rule, rules[0]
  std::string tree;               // the condition as understood
  std::vector<Finding> findings;  // offsets point into the condition; nodes are gone
};

Filter compile_filter(std::string_view condition, const FilterOptions& options);

}  // namespace sysreel::rules
