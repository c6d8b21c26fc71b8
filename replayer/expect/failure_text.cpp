#include "replayer/expect/failure_text.h"

#include "base/escape.h"
#include "base/wall_time.h"
#include "replayer/explain/traced_event_text.h"

namespace sysreel {
namespace {

constexpr uint32_t kWidth = 120;

void add_findings(const std::vector<FindingText>& findings, uint64_t count, std::vector<std::string>& out) {
  for (const FindingText& finding : findings)
    out.push_back("event " + std::to_string(finding.event) + ": " + terminal_safe(finding.message));
  if (count > findings.size()) out.push_back("… and " + std::to_string(count - findings.size()) + " more");
}

}  // namespace

std::string headline(const TestFailure& failure) {
  const std::string rule = failure.expectation.rule.empty() ? "events lost" : failure.expectation.rule;
  return rule + ": expected " + to_text(failure.expectation) + ", found " + std::to_string(failure.found);
}

std::vector<std::string> explanation(const TestFailure& failure) {
  std::vector<std::string> out;
  if (!failure.reason.empty()) out.push_back(terminal_safe(failure.reason));
  if (!failure.findings.empty()) add_findings(failure.findings, failure.found, out);
  const bool missed = failure.reason.empty() && failure.found < failure.expectation.count.at_least;
  if (missed && failure.nearest.empty())
    out.emplace_back("no event of the kinds that the rule looks at is in the capture");
  for (const TracedEvent& event : failure.nearest) {
    if (event.distance > failure.nearest.front().distance) break;  // it would only distract
    out.push_back("nearest: " + event_text(event));
    for (const std::string& line : blocking_lines(event, failure.rule_outline, failure.where_outline, kWidth))
      out.push_back("  " + line);
  }
  return out;
}

std::string headline(const UnexpectedRule& rule) {
  return rule.rule + " fired " + (rule.count == 1 ? "once" : std::to_string(rule.count) + " times") +
         " and no expectation names it";
}

std::vector<std::string> explanation(const UnexpectedRule& rule) {
  std::vector<std::string> out;
  add_findings(rule.findings, rule.count, out);
  return out;
}

std::vector<std::string> error_lines(const TestOutcome& outcome, bool colour) {
  std::vector<std::string> out;
  if (!outcome.error.empty()) out.push_back(terminal_safe(outcome.error));
  for (const Diagnostic& diagnostic : outcome.diagnostics.all()) {
    const std::string text = to_text(diagnostic, colour);
    for (size_t from = 0; from < text.size();) {
      const size_t end = text.find('\n', from);
      out.push_back(text.substr(from, end - from));
      from = end == std::string::npos ? text.size() : end + 1;
    }
  }
  return out;
}

}  // namespace sysreel
