// A bare condition without macros or lists, with an output template where one is wanted: the filter and the
// -p of `dump`, `where` values, and what tests compare.
#pragma once

#include <optional>
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

// What to select and what to print of it, as one rule. Without a condition the rule matches every event.
struct Query {
  std::optional<std::string> condition;
  std::optional<std::string> output;
};

struct CompiledQuery {
  Filter filter;  // the program; findings of the condition
  bool output_compiled = true;
  std::vector<Finding> output_findings;  // offsets point into the output
  bool compiled() const { return filter.compiled && output_compiled; }
};

CompiledQuery compile_query(const Query& query, const FilterOptions& options);

}  // namespace sysreel::rules
