#include "replayer/expect/test_problem.h"

#include "replayer/expect/failure_text.h"

namespace sysreel {
namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += '\n' + line;
  return out;
}

}  // namespace

std::vector<TestProblem> problems_of(const TestOutcome& outcome) {
  std::vector<TestProblem> out;
  for (const Diagnostic& diagnostic : outcome.diagnostics.all())
    out.push_back({"error", diagnostic.place, diagnostic.code,
                   diagnostic.message + (diagnostic.hint.empty() ? "" : "\n" + diagnostic.hint)});
  const Place file{outcome.path, 1, 1};
  if (!outcome.error.empty()) out.push_back({"error", file, "capture", outcome.error});
  for (const TestFailure& failure : outcome.failures)
    out.push_back({"error", failure.expectation.place,
                   failure.expectation.rule.empty() ? "events lost" : failure.expectation.rule,
                   headline(failure) + joined(explanation(failure))});
  const std::string_view level = outcome.severity == Unexpected::kFail ? "error" : "warning";
  for (const UnexpectedRule& rule : outcome.unexpected)
    out.push_back({level, file, rule.rule, headline(rule) + joined(explanation(rule))});
  return out;
}

}  // namespace sysreel
