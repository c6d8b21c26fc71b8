#include "replayer/report/reporter.h"

#include <algorithm>

#include "base/escape.h"
#include "base/json_writer.h"
#include "replayer/fields/time_text.h"

namespace sysreel {
namespace {

constexpr std::string_view kLater[] = {"html", "junit",      "sarif",     "markdown",
                                       "csv",  "timesketch", "navigator", "github"};

// "<time>: <Priority> <message>", as Falco prints it with ISO 8601 times.
std::string line_of(const Finding& finding) {
  std::string line;
  append_iso8601(line, finding.wall_time, "+0000");
  line.append(": ").append(rules::name_of(finding.rule->priority)).append(" ").append(finding.message);
  return line;
}

class TextReporter : public Reporter {
 public:
  explicit TextReporter(std::ostream& out) : out_(out) {}
  void add(const Finding& finding) override { out_ << terminal_safe(line_of(finding)) << '\n'; }
  void finish() override { out_.flush(); }

 private:
  std::ostream& out_;
};

class JsonReporter : public Reporter {
 public:
  JsonReporter(std::ostream& out, const ReportOptions& options) : out_(out), options_(options) {}

  void add(const Finding& finding) override {
    line_.clear();
    JsonWriter json(line_);
    json.begin_object();
    std::string time;
    append_iso8601(time, finding.wall_time, "Z");
    json.field("time", time);
    json.field("rule", finding.rule->name);
    json.field("priority", rules::name_of(finding.rule->priority));
    json.field("source", finding.rule->source);
    json.key("hostname");
    finding.host.empty() ? json.null() : json.string(finding.host);
    json.field("output", line_of(finding));
    add_fields(json, finding);
    json.key("tags");
    json.begin_array();
    for (const std::string& tag : finding.rule->tags) json.string(tag);
    json.end_array();
    if (options_.with_sysreel) add_evidence(json, finding);
    json.end_object();
    out_ << line_ << '\n';
  }
  void finish() override { out_.flush(); }

 private:
  static void add_fields(JsonWriter& json, const Finding& finding) {
    constexpr std::string_view kTime = "evt.time.iso8601";
    bool time_written = false;
    json.key("output_fields");
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

  static void add_evidence(JsonWriter& json, const Finding& finding) {
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

  std::ostream& out_;
  ReportOptions options_;
  std::string line_;
};

}  // namespace

std::unique_ptr<Reporter> make_reporter(std::string_view format, const ReportOptions& options,
                                        std::ostream& out) {
  if (format == "text") return std::make_unique<TextReporter>(out);
  if (format == "json") return std::make_unique<JsonReporter>(out, options);
  return nullptr;
}

bool is_later_format(std::string_view format) {
  return std::find(std::begin(kLater), std::end(kLater), format) != std::end(kLater);
}

}  // namespace sysreel
