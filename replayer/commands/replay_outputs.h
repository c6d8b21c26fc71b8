// The reports of one replay: which formats go to which files.
//
//   open -> begin -> per capture: begin_capture -> add … -> end_capture -> finish
#pragma once

#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "base/result.h"
#include "replayer/commands/console.h"
#include "replayer/commands/replay_command.h"
#include "replayer/report/reporter.h"

namespace sysreel {

namespace rules {
struct Pipeline;
}
class EventObserver;
class FindingInspector;

class ReplayOutputs {
 public:
  // Opens every file before anything is read; an existing regular file is refused unless the command says
  // --force. `%c` in a file's name stands for the capture's: one report each. Command and console must
  // outlive the object.
  static Result<std::unique_ptr<ReplayOutputs>> open(const ReplayCommand& command, Console& console);
  ~ReplayOutputs();

  // The rules that run; must outlive the object.
  void begin(const rules::Pipeline& pipeline, const std::vector<std::string>& rule_files);
  // Who has to see the events for the reports asked for; null: nobody.
  EventObserver* observer() const;

  // Findings from here on are of this capture.
  Status begin_capture(const std::string& path);
  void add(const Finding& finding);
  // What has been reported so far gets to its readers.
  void flush();
  void end_capture(const ReportedCapture& capture);
  // An Error when something could not be written.
  Status finish();

 private:
  struct Report {
    ReplayCommand::Output output;
    std::unique_ptr<std::ostream> file;  // null: the console's
    std::unique_ptr<Reporter> reporter;
    bool per_capture() const { return output.file.find("%c") != std::string::npos; }
  };

  ReplayOutputs(const ReplayCommand& command, Console& console);
  Status open_file(Report& report, const std::string& name);
  void start(Report& report);
  Status close(Report& report);

  const ReplayCommand& command_;
  Console& console_;
  std::vector<Report> reports_;
  std::vector<std::string> rule_files_;
  std::optional<ReportRun> run_;
  bool inspected_ = false;  // a report shows details of findings
  std::unique_ptr<FindingInspector> inspector_;
};

}  // namespace sysreel
