#include "replayer/expect/test_problem.h"
#include "replayer/expect/test_reports.h"
#include "replayer/report/github_command.h"

namespace sysreel {
namespace {

class GithubTestReport : public TestReport {
 public:
  explicit GithubTestReport(std::ostream& out) : out_(out) {}

  void add(const TestOutcome& outcome, double /*seconds*/) override {
    for (const TestProblem& problem : problems_of(outcome)) {
      std::string line;
      append_github_command(line, problem.level, problem.place, "sysreel: " + problem.rule, problem.message);
      out_ << line;
    }
  }
  void finish() override {}

 private:
  std::ostream& out_;
};

}  // namespace

std::unique_ptr<TestReport> make_github_test_report(std::ostream& out) {
  return std::make_unique<GithubTestReport>(out);
}

}  // namespace sysreel
