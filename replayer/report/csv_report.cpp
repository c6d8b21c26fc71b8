// CSV as RFC 4180 has it: a header line, CRLF, cells in quotes where they need them.
//
// Spreadsheets run a cell that begins with = + - or @ as a formula, and what a capture holds is hostile: such
// a cell gets an apostrophe in front, which spreadsheets take as "this is text".
#include "base/escape.h"
#include "base/json_writer.h"
#include "base/wall_time.h"
#include "replayer/report/alert_json.h"
#include "replayer/report/formats.h"
#include "replayer/report/reporter.h"

namespace sysreel {
namespace {

constexpr std::string_view kHeader =
    "time,rule,priority,source,hostname,output,tags,capture,event,block,loss,snapshot,output_fields\r\n";

void append_cell(std::string& line, std::string_view bytes) {
  std::string text = terminal_safe(bytes);
  if (!text.empty() && std::string_view("=+-@").find(text[0]) != std::string_view::npos)
    text.insert(0, 1, '\'');
  if (!line.empty()) line += ',';
  if (text.find_first_of(",\"") == std::string::npos) {
    line += text;
    return;
  }
  line += '"';
  for (const char c : text) line.append(c == '"' ? 2 : 1, c);
  line += '"';
}

class CsvReport : public Reporter {
 public:
  explicit CsvReport(std::ostream& out) : out_(out) { out_ << kHeader; }

  void add(const Finding& finding) override {
    std::string tags;
    for (const std::string& tag : finding.rule->tags) tags.append(tags.empty() ? "" : " ").append(tag);
    std::string fields;
    JsonWriter json(fields);
    write_output_fields(json, finding);
    line_.clear();
    append_cell(line_, rfc3339_of(finding.wall_time));
    append_cell(line_, finding.rule->name);
    append_cell(line_, rules::name_of(finding.rule->priority));
    append_cell(line_, finding.rule->source);
    append_cell(line_, finding.host);
    append_cell(line_, finding.message);
    append_cell(line_, tags);
    append_cell(line_, finding.capture);
    append_cell(line_, std::to_string(finding.event));
    append_cell(line_, finding.block ? std::to_string(*finding.block) : "");
    append_cell(line_, std::to_string(finding.loss));
    append_cell(line_, finding.snapshot ? "true" : "false");
    append_cell(line_, fields);
    out_ << line_ << "\r\n";
  }
  void finish() override { out_.flush(); }

 private:
  std::ostream& out_;
  std::string line_;
};

}  // namespace

std::unique_ptr<Reporter> make_csv_report(std::ostream& out, const ReportOptions&) {
  return std::make_unique<CsvReport>(out);
}

}  // namespace sysreel
