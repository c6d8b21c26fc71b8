// JUnit XML: a suite a capture, a test case an enabled rule. A rule that fired is a failure with its
// findings; one that could not fire is skipped, with the reason: absence of an alert is no proof there.
#include <map>

#include "base/escape.h"
#include "replayer/report/formats.h"
#include "replayer/report/reported_capture.h"
#include "replayer/report/reporter.h"

namespace sysreel {
namespace {

constexpr size_t kLinesPerRule = 100;

class JunitReport : public Reporter {
 public:
  explicit JunitReport(std::ostream& out) : out_(out) {}

  void begin(const ReportRun& run) override { program_ = &run.program; }
  void add(const Finding& finding) override {
    Fired& fired = fired_[finding.rule];
    if (++fired.count <= kLinesPerRule) fired.lines.append(terminal_safe(alert_line(finding))).append("\n");
  }

  void end_capture(const ReportedCapture& capture) override {
    std::map<std::string_view, std::string_view> blind;
    for (const BlindRule& rule : capture.blind) blind[rule.rule] = rule.reason;
    std::string cases;
    size_t tests = 0;
    size_t skipped = 0;
    for (const rules::CompiledRule& rule : program_->rules) {
      if (!rule.enabled) continue;
      ++tests;
      const auto reason = blind.find(rule.name);
      const auto fired = fired_.find(&rule);
      cases += R"(    <testcase classname=")";
      append_xml_safe(cases, capture.path);
      cases += R"(" name=")";
      append_xml_safe(cases, rule.name);
      if (fired != fired_.end()) {
        append_failure(cases, rule, fired->second);
      } else if (reason != blind.end()) {
        ++skipped;
        cases += R"("><skipped message=")";
        append_xml_safe(cases, reason->second);
        cases += "\"/></testcase>\n";
      } else {
        cases += "\"/>\n";
      }
    }
    append_suite(capture, cases, tests, skipped);
    tests_ += tests;
    failures_ += fired_.size();
    skipped_ += skipped;
    fired_.clear();
  }

  void finish() override {
    out_ << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"sysreel replay\" tests=\""
         << tests_ << "\" failures=\"" << failures_ << "\" errors=\"0\" skipped=\"" << skipped_ << "\">\n"
         << suites_ << "</testsuites>\n";
    out_.flush();
  }

 private:
  struct Fired {
    uint64_t count = 0;
    std::string lines;
  };

  static void append_failure(std::string& cases, const rules::CompiledRule& rule, const Fired& fired) {
    cases += R"("><failure type=")";
    cases += rules::name_of(rule.priority);
    cases += R"(" message=")" + std::to_string(fired.count) + (fired.count == 1 ? " finding" : " findings") +
             "\">";
    append_xml_lines(cases, fired.lines);
    if (fired.count > kLinesPerRule)
      cases += "… and " + std::to_string(fired.count - kLinesPerRule) + " more\n";
    cases += "</failure></testcase>\n";
  }

  static void append_xml_lines(std::string& out, std::string_view lines) {
    while (!lines.empty()) {
      const size_t end = lines.find('\n');
      append_xml_safe(out, lines.substr(0, end));
      out += '\n';
      lines.remove_prefix(end + 1);
    }
  }

  void append_suite(const ReportedCapture& capture, const std::string& cases, size_t tests, size_t skipped) {
    suites_ += R"(  <testsuite name=")";
    append_xml_safe(suites_, capture.path);
    suites_ += "\" tests=\"" + std::to_string(tests) + "\" failures=\"" + std::to_string(fired_.size()) +
               "\" errors=\"0\" skipped=\"" + std::to_string(skipped) + "\">\n    <properties>\n";
    append_property("capture", capture.id);
    append_property("host", capture.host);
    append_property("state", capture.state);
    append_property("events", std::to_string(capture.events));
    append_property("lost", std::to_string(capture.lost));
    suites_ += "    </properties>\n" + cases + "  </testsuite>\n";
  }

  void append_property(std::string_view name, std::string_view value) {
    suites_.append("      <property name=\"").append(name).append("\" value=\"");
    append_xml_safe(suites_, value);
    suites_ += "\"/>\n";
  }

  std::ostream& out_;
  const rules::Program* program_ = nullptr;
  std::map<const rules::CompiledRule*, Fired> fired_;
  std::string suites_;
  size_t tests_ = 0;
  size_t failures_ = 0;
  size_t skipped_ = 0;
};

}  // namespace

std::unique_ptr<Reporter> make_junit_report(std::ostream& out, const ReportOptions&) {
  return std::make_unique<JunitReport>(out);
}

}  // namespace sysreel
