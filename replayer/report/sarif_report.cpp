// SARIF 2.1.0: the enabled rules as reporting descriptors, the findings as results in the capture's file.
//
// Results carry a fingerprint of rule, capture and event number, so that the same finding of a later run is
// known.
#include <map>

#include "base/json_writer.h"
#include "base/version.h"
#include "base/wall_time.h"
#include "replayer/report/alert_json.h"
#include "replayer/report/artifact_uri.h"
#include "replayer/report/formats.h"
#include "replayer/report/reporter.h"

namespace sysreel {
namespace {

const char* level_of(rules::Priority priority) {
  if (priority <= rules::Priority::kError) return "error";
  return priority == rules::Priority::kWarning ? "warning" : "note";
}

// GitHub sorts by it: 0 to 10.
const char* severity_of(rules::Priority priority) {
  static constexpr const char* kSeverities[] = {"10.0", "9.5", "9.0", "8.0", "6.0", "4.0", "2.0", "1.0"};
  return kSeverities[static_cast<size_t>(priority)];
}

void write_text(JsonWriter& json, std::string_view key, std::string_view text) {
  json.key(key);
  json.begin_object();
  json.field("text", text);
  json.end_object();
}

class SarifReport : public Reporter {
 public:
  explicit SarifReport(std::ostream& out) : out_(out) {}

  void begin(const ReportRun& run) override {
    JsonWriter json(rules_);
    json.begin_array();
    for (const rules::CompiledRule& rule : run.program.rules) {
      if (!rule.enabled) continue;
      index_.emplace(&rule, index_.size());
      write_rule(json, rule);
    }
    json.end_array();
    out_ << R"({"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":)"
         << R"({"driver":{"name":"sysreel","semanticVersion":")" << kVersion << R"(","rules":)" << rules_
         << R"(}},"columnKind":"unicodeCodePoints","results":[)";
  }
  void begin_capture(std::string_view path) override { path_ = path; }
  void add(const Finding& finding) override {
    text_.clear();
    JsonWriter json(text_);
    write_result(json, finding);
    out_ << (any_ ? ",\n" : "\n") << text_;
    any_ = true;
  }
  void finish() override {
    out_ << "]}]}\n";
    out_.flush();
  }

 private:
  static void write_rule(JsonWriter& json, const rules::CompiledRule& rule) {
    json.begin_object();
    json.field("id", rule.name);
    write_text(json, "shortDescription", rule.name);
    write_text(json, "fullDescription", rule.description.empty() ? rule.name : rule.description);
    json.key("defaultConfiguration");
    json.begin_object();
    json.field("level", level_of(rule.priority));
    json.end_object();
    json.key("properties");
    json.begin_object();
    json.key("tags");
    json.begin_array();
    for (const std::string& tag : rule.tags) json.string(tag);
    json.end_array();
    json.field("security-severity", severity_of(rule.priority));
    json.end_object();
    json.end_object();
  }

  void write_result(JsonWriter& json, const Finding& finding) const {
    json.begin_object();
    json.field("ruleId", finding.rule->name);
    json.field("ruleIndex", uint64_t{index_.at(finding.rule)});
    json.field("level", level_of(finding.rule->priority));
    write_text(json, "message", alert_line(finding));
    write_location(json, finding);
    json.key("partialFingerprints");
    json.begin_object();
    json.field("sysreelFinding/v1",
               std::string(finding.capture) + ":" + std::to_string(finding.event) + ":" + finding.rule->name);
    json.end_object();
    json.key("properties");
    json.begin_object();
    json.field("priority", rules::name_of(finding.rule->priority));
    json.field("time", rfc3339_of(finding.wall_time));
    json.field("hostname", finding.host);
    json.field("capture", finding.capture);
    json.field("event", finding.event);
    json.field("loss", finding.loss);
    json.field("snapshot", finding.snapshot);
    json.key("outputFields");
    write_output_fields(json, finding);
    json.end_object();
    json.end_object();
  }

  void write_location(JsonWriter& json, const Finding& finding) const {
    json.key("locations");
    json.begin_array();
    json.begin_object();
    json.key("physicalLocation");
    json.begin_object();
    json.key("artifactLocation");
    json.begin_object();
    json.field("uri", artifact_uri(path_ == "-" ? "stdin" : path_));
    json.end_object();
    json.key("region");
    json.begin_object();  // GitHub shows no result without a line; captures have none
    json.field("startLine", 1);
    json.end_object();
    json.end_object();
    json.key("logicalLocations");
    json.begin_array();
    json.begin_object();
    json.field("name", "event " + std::to_string(finding.event));
    json.field("kind", "event");
    json.end_object();
    json.end_array();
    json.end_object();
    json.end_array();
  }

  std::ostream& out_;
  std::map<const rules::CompiledRule*, size_t> index_;
  std::string rules_;
  std::string path_;
  std::string text_;
  bool any_ = false;
};

}  // namespace

std::unique_ptr<Reporter> make_sarif_report(std::ostream& out, const ReportOptions&) {
  return std::make_unique<SarifReport>(out);
}

}  // namespace sysreel
