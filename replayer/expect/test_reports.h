// The formats of a test run, one a file. `out` must outlive the report.
#pragma once

#include <memory>
#include <ostream>
#include <string_view>

#include "replayer/expect/test_report.h"

namespace sysreel {

// text, json, junit, sarif or github; null: there is no such format.
std::unique_ptr<TestReport> make_test_report(std::string_view format, std::ostream& out, bool colour);

std::unique_ptr<TestReport> make_text_test_report(std::ostream& out, bool colour);
std::unique_ptr<TestReport> make_json_test_report(std::ostream& out);
std::unique_ptr<TestReport> make_junit_test_report(std::ostream& out);
std::unique_ptr<TestReport> make_sarif_test_report(std::ostream& out);
std::unique_ptr<TestReport> make_github_test_report(std::ostream& out);

// How many tests there were and went wrong.
struct Totals {
  size_t tests = 0;
  size_t failed = 0;
  size_t errors = 0;
  void add(const TestOutcome& outcome) {
    ++tests;
    failed += outcome.verdict == TestVerdict::kFail ? 1 : 0;
    errors += outcome.verdict == TestVerdict::kError ? 1 : 0;
  }
};

}  // namespace sysreel
