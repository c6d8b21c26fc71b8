#include "replayer/report/alert_json.h"

#include "base/json_writer.h"
#include "replayer/fields/time_text.h"
#include "replayer/report/reporter.h"

namespace sysreel {
namespace {

void write_evidence(JsonWriter& json, const Finding& finding) {
  json.key("sysreel");
  json.begin_object();
  json.field("capture", finding.capture);
  json.field("event", finding.event);
  json.key("block");
  finding.block ? json.number(*finding.block) : json.null();
  json.field("loss", finding.loss);
  json.field("snapshot", finding.snapshot);
  json.end_object();
}

}  // namespace

void write_output_fields(JsonWriter& json, const Finding& finding) {
  constexpr std::string_view kTime = "evt.time.iso8601";
  bool time_written = false;
  json.begin_object();
  for (const OutputField& field : finding.fields) {
    if (!time_written && field.name >= kTime) {
      json.field(kTime, finding.wall_time);
      time_written = true;
    }
    if (field.name == kTime) continue;
    json.key(field.name);
    json.raw(field.json);
  }
  if (!time_written) json.field(kTime, finding.wall_time);
  json.end_object();
}

void append_alert_json(std::string& out, const Finding& finding, bool with_sysreel) {
  JsonWriter json(out);
  json.begin_object();
  std::string time;
  append_iso8601(time, finding.wall_time, "Z");
  json.field("time", time);
  json.field("rule", finding.rule->name);
  json.field("priority", rules::name_of(finding.rule->priority));
  json.field("source", finding.rule->source);
  json.key("hostname");
  finding.host.empty() ? json.null() : json.string(finding.host);
  json.field("output", alert_line(finding));
  json.key("output_fields");
  write_output_fields(json, finding);
  json.key("tags");
  json.begin_array();
  for (const std::string& tag : finding.rule->tags) json.string(tag);
  json.end_array();
  if (with_sysreel) write_evidence(json, finding);
  json.end_object();
}

}  // namespace sysreel
