// JSON lines for Timesketch: message, datetime, timestamp_desc and timestamp (µs) are what its importer asks
// for; the other keys become attributes of the event, `tag` its tags.
#include "base/json_writer.h"
#include "base/wall_time.h"
#include "replayer/report/formats.h"
#include "replayer/report/reporter.h"

namespace sysreel {
namespace {

// Attributes are flat words in Timesketch: "proc.name" would become an object "proc".
std::string attribute_of(std::string_view field) {
  std::string name;
  for (const char c : field) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    name += plain ? c : '_';
  }
  return name;
}

class TimesketchReport : public Reporter {
 public:
  explicit TimesketchReport(std::ostream& out) : out_(out) {}

  void add(const Finding& finding) override {
    line_.clear();
    JsonWriter json(line_);
    json.begin_object();
    json.field("message", finding.rule->name + ": " + finding.message);
    json.field("datetime", rfc3339_of(finding.wall_time));
    json.field("timestamp", finding.wall_time / 1000);
    json.field("timestamp_desc", "Event recorded by sysreel");
    json.field("data_type", "sysreel:finding");
    json.key("tag");
    json.begin_array();
    for (const std::string& tag : finding.rule->tags) json.string(tag);
    json.end_array();
    json.field("rule", finding.rule->name);
    json.field("priority", rules::name_of(finding.rule->priority));
    json.field("event_source", finding.rule->source);
    if (!finding.host.empty()) json.field("hostname", finding.host);
    json.field("capture", finding.capture);
    json.field("event_number", finding.event);
    json.field("events_lost", finding.loss);
    for (const OutputField& field : finding.fields) {
      if (field.json == "null") continue;
      json.key("field_" + attribute_of(field.name));
      json.raw(field.json);
    }
    json.end_object();
    out_ << line_ << '\n';
  }
  void finish() override { out_.flush(); }

 private:
  std::ostream& out_;
  std::string line_;
};

}  // namespace

std::unique_ptr<Reporter> make_timesketch_report(std::ostream& out, const ReportOptions&) {
  return std::make_unique<TimesketchReport>(out);
}

}  // namespace sysreel
