// The reports of one replay: which formats go to which files.
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "base/result.h"
#include "replayer/commands/console.h"
#include "replayer/commands/replay_command.h"
#include "replayer/report/reporter.h"

namespace sysreel {

class ReplayOutputs {
 public:
  // Opens every file before anything is read; an existing regular file is refused unless the command says
  // --force. `%c` in a file's name stands for the capture's: one report each. The console must outlive the
  // object.
  static Result<std::unique_ptr<ReplayOutputs>> open(const ReplayCommand& command, Console& console);

  // Findings from here on are of this capture.
  Status begin_capture(const std::string& path);
  void add(const Finding& finding);
  // False when something could not be written.
  Status finish();

 private:
  struct Report {
    ReplayCommand::Output output;
    std::unique_ptr<std::ostream> file;
    std::unique_ptr<Reporter> reporter;
    bool per_capture() const { return output.file.find("%c") != std::string::npos; }
  };

  ReplayOutputs(const ReplayCommand& command, Console& console);
  Status open_report(Report& report, const std::string& file);
  Status close_report(Report& report);

  const ReplayCommand& command_;
  Console& console_;
  std::vector<Report> reports_;
};

}  // namespace sysreel
