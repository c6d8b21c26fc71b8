// One report that a user asked for: FORMAT[=FILE].
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "replayer/commands/console.h"

namespace sysreel {

struct ReportOutput {
  std::string format;
  std::string file;  // empty or "-": standard output

  bool on_console() const { return file.empty() || file == "-"; }
};

ReportOutput parse_report_output(std::string_view text);

// Why the reports cannot be written: a format that is not among `formats`, an existing regular file without
// `force`. To be asked before anything is read.
Status check_outputs(const std::vector<ReportOutput>& outputs, const std::vector<std::string_view>& formats,
                     bool force);
// Writes a whole report at once.
Status write_report(const ReportOutput& output, std::string_view text, Console& console);

}  // namespace sysreel
