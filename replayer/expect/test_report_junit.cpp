#include <cstdio>

#include "base/escape.h"
#include "replayer/expect/failure_text.h"
#include "replayer/expect/test_reports.h"

namespace sysreel {
namespace {

class JunitTestReport : public TestReport {
 public:
  explicit JunitTestReport(std::ostream& out) : out_(out) {}

  void add(const TestOutcome& outcome, double seconds) override {
    totals_.add(outcome);
    seconds_ += seconds;
    cases_ += "    <testcase classname=\"sysreel\" name=\"";
    append_xml_safe(cases_, outcome.path);
    cases_ += "\" time=\"" + duration(seconds) + "\">\n";
    for (const TestFailure& failure : outcome.failures)
      add_problem("failure", "expectation", headline(failure), explanation(failure));
    const char* unexpected = outcome.severity == Unexpected::kFail ? "failure" : nullptr;
    for (const UnexpectedRule& rule : outcome.unexpected)
      if (unexpected != nullptr) add_problem(unexpected, "unexpected", headline(rule), explanation(rule));
    if (outcome.verdict == TestVerdict::kError)
      add_problem("error", "error", "the test cannot be run", error_lines(outcome, false));
    if (!outcome.warnings.empty()) {
      cases_ += "      <system-err>";
      for (const std::string& warning : outcome.warnings) append_xml_safe(cases_, warning), cases_ += '\n';
      cases_ += "</system-err>\n";
    }
    cases_ += "    </testcase>\n";
  }

  void finish() override {
    const std::string counts = "name=\"sysreel test\" tests=\"" + std::to_string(totals_.tests) +
                               "\" failures=\"" + std::to_string(totals_.failed) + "\" errors=\"" +
                               std::to_string(totals_.errors) + "\" time=\"" + duration(seconds_) + '"';
    out_ << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites " << counts << ">\n  <testsuite "
         << counts << " skipped=\"0\">\n"
         << cases_ << "  </testsuite>\n</testsuites>\n";
  }

 private:
  static std::string duration(double seconds) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3f", seconds);
    return text;
  }

  void add_problem(const char* element, const char* type, const std::string& message,
                   const std::vector<std::string>& lines) {
    cases_ += std::string("      <") + element + " type=\"" + type + "\" message=\"";
    append_xml_safe(cases_, message);
    cases_ += "\">";
    for (const std::string& line : lines) append_xml_safe(cases_, line), cases_ += '\n';
    cases_ += std::string("</") + element + ">\n";
  }

  std::ostream& out_;
  std::string cases_;
  Totals totals_;
  double seconds_ = 0;
};

}  // namespace

std::unique_ptr<TestReport> make_junit_test_report(std::ostream& out) {
  return std::make_unique<JunitTestReport>(out);
}

}  // namespace sysreel
