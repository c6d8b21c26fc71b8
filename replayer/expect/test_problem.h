// What is wrong with a test, as formats want it that annotate places in files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "replayer/expect/test_outcome.h"

namespace sysreel {

struct TestProblem {
  std::string_view level;  // error, warning
  Place place;
  std::string rule;     // or what else it is about
  std::string message;  // first line: bytes as they are; then an explanation that is harmless
};

std::vector<TestProblem> problems_of(const TestOutcome& outcome);

}  // namespace sysreel
