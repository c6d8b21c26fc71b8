// Runs one expectation file: rules, captures, counts, and the nearest misses of what failed. test_run.cpp
// tells the whole story.
#pragma once

#include <string>
#include <vector>

#include "replayer/expect/test_outcome.h"

namespace sysreel {

struct TestOptions {
  std::vector<std::string> rules;          // instead of the file's; empty: the file's
  std::vector<std::string> shipped_rules;  // of a test that names none
  bool falco_compatible = false;
  std::string key_file;  // opens sealed captures; may be empty
  bool bless = false;    // collect TestOutcome::blessed
};

// Reads the file at `path` and runs it.
TestOutcome run_test_file(const std::string& path, const TestOptions& options);

}  // namespace sysreel
