#include <cstdio>

#include "base/json_writer.h"
#include "replayer/expect/test_problem.h"
#include "replayer/expect/test_reports.h"

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
    json.field("uri", uri_of(problem.place.file));
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

  // A relative reference: every byte that is not plain in a path is written as %HH.
  static std::string uri_of(std::string_view path) {
    static constexpr std::string_view kPlain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    std::string out;
    for (const char c : path) {
      if (kPlain.find(c) != std::string_view::npos) {
        out += c;
      } else {
        char text[8];
        std::snprintf(text, sizeof text, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
        out += text;
      }
    }
    return out;
  }

  std::ostream& out_;
  std::string results_;
};

}  // namespace

std::unique_ptr<TestReport> make_sarif_test_report(std::ostream& out) {
  return std::make_unique<SarifTestReport>(out);
}

}  // namespace sysreel
