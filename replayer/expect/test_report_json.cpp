#include "base/json_writer.h"
#include "replayer/expect/failure_text.h"
#include "replayer/expect/test_reports.h"
#include "replayer/explain/traced_event_text.h"

namespace sysreel {
namespace {

std::string_view name_of(TestVerdict verdict) {
  switch (verdict) {
    case TestVerdict::kPass:
      return "pass";
    case TestVerdict::kFail:
      return "fail";
    case TestVerdict::kError:
      return "error";
  }
  return "error";
}

class JsonTestReport : public TestReport {
 public:
  explicit JsonTestReport(std::ostream& out) : out_(out) {}

  void add(const TestOutcome& outcome, double /*seconds*/) override {
    std::string line;
    JsonWriter json(line);
    json.begin_object();
    json.field("test", outcome.path);
    json.field("verdict", name_of(outcome.verdict));
    json.key("failures");
    json.begin_array();
    for (const TestFailure& failure : outcome.failures) write(json, failure);
    json.end_array();
    json.key("unexpected");
    json.begin_array();
    for (const UnexpectedRule& rule : outcome.unexpected) {
      json.begin_object();
      json.field("rule", rule.rule);
      json.field("count", rule.count);
      json.end_object();
    }
    json.end_array();
    json.field("lost", outcome.lost);
    write_texts(json, "errors", error_lines(outcome, false));
    write_texts(json, "warnings", outcome.warnings);
    json.end_object();
    out_ << line << '\n';
  }
  void finish() override {}

 private:
  static void write_texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts) {
    json.key(key);
    json.begin_array();
    for (const std::string& text : texts) json.string(text);
    json.end_array();
  }

  static void write_expected(JsonWriter& json, const Expectation& expectation) {
    json.key("expected");
    json.begin_object();
    const ExpectedCount& count = expectation.count;
    if (count.at_most == count.at_least) {
      json.field("count", count.at_least);
    } else {
      json.field("at_least", count.at_least);
      if (count.at_most) json.field("at_most", *count.at_most);
    }
    if (!expectation.where.empty()) {
      json.key("where");
      json.begin_object();
      for (const WhereField& field : expectation.where) {
        json.key(field.field);
        field.value ? json.string(*field.value) : json.null();
      }
      json.end_object();
    }
    json.end_object();
  }

  static void write(JsonWriter& json, const TestFailure& failure) {
    json.begin_object();
    json.key("rule");
    failure.expectation.rule.empty() ? json.null() : json.string(failure.expectation.rule);
    write_expected(json, failure.expectation);
    json.field("found", failure.found);
    json.key("nearest");
    if (failure.nearest.empty()) {
      json.null();
    } else {
      json.begin_object();
      write_event(json, failure.nearest.front(), failure.rule_outline, failure.where_outline);
      json.end_object();
    }
    if (!failure.reason.empty()) json.field("reason", failure.reason);
    json.field("line", failure.expectation.place.line);
    json.field("column", failure.expectation.place.column);
    json.end_object();
  }

  std::ostream& out_;
};

}  // namespace

std::unique_ptr<TestReport> make_json_test_report(std::ostream& out) {
  return std::make_unique<JsonTestReport>(out);
}

}  // namespace sysreel
