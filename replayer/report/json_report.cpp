// Falco's alert object, a line each (INTERFACE.md "Alert object").
#include "base/json_writer.h"
#include "replayer/fields/time_text.h"
#include "replayer/report/alert_json.h"
#include "replayer/report/formats.h"
#include "replayer/report/reporter.h"

namespace sysreel {
namespace {

class JsonReport : public Reporter {
 public:
  JsonReport(std::ostream& out, const ReportOptions& options) : out_(out), options_(options) {}

  void add(const Finding& finding) override {
    line_.clear();
    append_alert_json(line_, finding, options_.with_sysreel);
    out_ << line_ << '\n';
  }
  void finish() override { out_.flush(); }

 private:
  std::ostream& out_;
  ReportOptions options_;
  std::string line_;
};

}  // namespace

std::unique_ptr<Reporter> make_json_report(std::ostream& out, const ReportOptions& options) {
  return std::make_unique<JsonReport>(out, options);
}

}  // namespace sysreel
