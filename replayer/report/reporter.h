// Reporter: writes findings in one format, in the order in which they come.
//
//   begin -> per capture: begin_capture -> add … -> end_capture -> finish
//
// A reporter never evaluates anything, and makes every byte that came from a capture harmless for where it
// goes.
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "replayer/report/finding.h"

namespace sysreel {

struct ReportedCapture;

struct ReportOptions {
  bool with_sysreel = true;  // the `sysreel` object of JSON: absent with --falco-compatible
  bool colour = false;       // text goes to a terminal
  int width = 0;             // its columns; 0: lines are not broken, one finding is one line
};

// What was run. Outlives the reporter.
struct ReportRun {
  const rules::Program& program;
  const std::vector<std::string>& rule_files;  // as given, in order
  bool match_all = false;
};

class Reporter {
 public:
  virtual ~Reporter() = default;
  virtual void begin(const ReportRun& /*run*/) {}
  virtual void begin_capture(std::string_view /*path*/) {}
  virtual void add(const Finding& finding) = 0;
  virtual void end_capture(const ReportedCapture& /*capture*/) {}
  virtual void finish() = 0;
  // What the user should know about the report itself, after finish().
  virtual std::vector<std::string> warnings() const { return {}; }
};

// `out` must outlive the reporter. Null: there is no such format.
std::unique_ptr<Reporter> make_reporter(std::string_view format, const ReportOptions& options,
                                        std::ostream& out);
// "text, json, …" for messages.
std::string report_formats();

// "<time>: <Priority> <message>", as Falco prints an alert with ISO 8601 times. Bytes are as recorded.
std::string alert_line(const Finding& finding);

}  // namespace sysreel
