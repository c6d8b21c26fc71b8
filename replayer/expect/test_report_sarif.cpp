#include "base/json_writer.h"
#include "replayer/expect/test_problem.h"
#include "replayer/expect/test_reports.h"
#include "replayer/report/artifact_uri.h"

namespace sysreel {
namespace {

class SarifTestReport : public TestReport {
 public:
  explicit SarifTestReport(std::ostream& out) : out_(out) {}

  void add(const TestOutcome& outcome, double /*seconds*/) override {
    for (const TestProblem& problem : problems_of(outcome)) {
      if (!results_.empty()) results_ += ',';
      write(problem);
    }
  }

  void finish() override {
    std::string text;
    JsonWriter json(text);
    json.begin_object();
    json.field("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json.field("version", "2.1.0");
    json.key("runs");
    json.begin_array();
    json.begin_object();
    json.key("tool");
    json.raw(R"({"driver":{"name":"sysreel test"}})");
    json.key("columnKind");
    json.string("unicodeCodePoints");
    json.key("results");
    json.raw('[' + results_ + ']');
    json.end_object();
    json.end_array();
    json.end_object();
    out_ << text << '\n';
  }

 private:
  void write(const TestProblem& problem) {
    JsonWriter json(results_);
    json.begin_object();
    json.field("ruleId", problem.rule);
    json.field("level", problem.level);
    json.key("message");
    json.begin_object();
    json.field("text", problem.message);
    json.end_object();
    json.key("locations");
    json.begin_array();
    json.begin_object();
    json.key("physicalLocation");
    json.begin_object();
    json.key("artifactLocation");
    json.begin_object();
    json.field("uri", artifact_uri(problem.place.file));
    json.end_object();
    if (problem.place.line != 0) {
      json.key("region");
      json.begin_object();
      json.field("startLine", problem.place.line);
      if (problem.place.column != 0) json.field("startColumn", problem.place.column);
      json.end_object();
    }
    json.end_object();
    json.end_object();
    json.end_array();
    json.end_object();
  }

  std::ostream& out_;
  std::string results_;
};

}  // namespace

std::unique_ptr<TestReport> make_sarif_test_report(std::ostream& out) {
  return std::make_unique<SarifTestReport>(out);
}

}  // namespace sysreel
