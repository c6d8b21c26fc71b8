#include "base/escape.h"
#include "replayer/expect/failure_text.h"
#include "replayer/expect/test_reports.h"

namespace sysreel {
namespace {

class TextTestReport : public TestReport {
 public:
  TextTestReport(std::ostream& out, bool colour) : out_(out), colour_(colour) {}

  void add(const TestOutcome& outcome, double /*seconds*/) override {
    totals_.add(outcome);
    out_ << verdict_word(outcome.verdict) << "  " << terminal_safe(outcome.path) << '\n';
    for (const std::string& line : error_lines(outcome, colour_)) out_ << "  " << line << '\n';
    for (const TestFailure& failure : outcome.failures) {
      const Place& place = failure.expectation.place;
      out_ << "  " << terminal_safe(place.file) << ':' << place.line << ':' << place.column << ": "
           << terminal_safe(headline(failure)) << '\n';
      for (const std::string& line : explanation(failure)) out_ << "    " << line << '\n';
    }
    for (const UnexpectedRule& rule : outcome.unexpected) {
      out_ << "  " << (outcome.severity == Unexpected::kFail ? "unexpected: " : "warning: ")
           << terminal_safe(headline(rule)) << '\n';
      for (const std::string& line : explanation(rule)) out_ << "    " << line << '\n';
    }
    for (const std::string& warning : outcome.warnings)
      out_ << "  warning: " << terminal_safe(warning) << '\n';
  }

  void finish() override {
    out_ << totals_.tests << (totals_.tests == 1 ? " test: " : " tests: ")
         << totals_.tests - totals_.failed - totals_.errors << " passed, " << totals_.failed << " failed, "
         << totals_.errors << (totals_.errors == 1 ? " error\n" : " errors\n");
  }

 private:
  std::string verdict_word(TestVerdict verdict) const {
    static constexpr std::string_view kWords[] = {"ok   ", "FAIL ", "ERROR"};
    static constexpr std::string_view kColours[] = {"\x1b[32m", "\x1b[1;31m", "\x1b[1;31m"};
    const auto at = static_cast<size_t>(verdict);
    return colour_ ? std::string(kColours[at]) + std::string(kWords[at]) + "\x1b[0m"
                   : std::string(kWords[at]);
  }

  std::ostream& out_;
  bool colour_;
  Totals totals_;
};

}  // namespace

std::unique_ptr<TestReport> make_text_test_report(std::ostream& out, bool colour) {
  return std::make_unique<TextTestReport>(out, colour);
}

}  // namespace sysreel
