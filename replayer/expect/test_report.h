// TestReport: the results of a test run in one format, test by test.
#pragma once

#include "replayer/expect/test_outcome.h"

namespace sysreel {

class TestReport {
 public:
  virtual ~TestReport() = default;
  // `seconds`: how long the test took.
  virtual void add(const TestOutcome& outcome, double seconds) = 0;
  virtual void finish() = 0;
};

}  // namespace sysreel
