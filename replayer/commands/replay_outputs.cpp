#include "replayer/commands/replay_outputs.h"

#include <filesystem>
#include <fstream>

namespace sysreel {
namespace {

Error unusable(std::string message) {
  return {ErrorCode::kInvalid, std::move(message)};
}

// "dir/run.reel" -> "run"
std::string capture_name(const std::string& path) {
  std::string name = path == "-" ? "stdin" : std::filesystem::path(path).filename().string();
  const size_t suffix = name.rfind(".reel");
  if (suffix != std::string::npos && suffix > 0) name.resize(suffix);
  return name;
}

}  // namespace

ReplayOutputs::ReplayOutputs(const ReplayCommand& command, Console& console)
    : command_(command), console_(console) {}

Result<std::unique_ptr<ReplayOutputs>> ReplayOutputs::open(const ReplayCommand& command, Console& console) {
  std::unique_ptr<ReplayOutputs> outputs(new ReplayOutputs(command, console));
  std::vector<ReplayCommand::Output> wanted = command.outputs;
  if (wanted.empty()) wanted.push_back({"text", ""});
  for (ReplayCommand::Output& output : wanted) {
    if (is_later_format(output.format)) {
      return unusable("this version does not write '" + output.format + "' reports; it writes text and json");
    }
    if (output.format != "text" && output.format != "json") {
      return unusable("there is no report format '" + output.format + "'; this version writes text and json");
    }
    Report report;
    report.output = std::move(output);
    if (!report.per_capture()) SYSREEL_RETURN_IF_ERROR(outputs->open_report(report, report.output.file));
    outputs->reports_.push_back(std::move(report));
  }
  return outputs;
}

Status ReplayOutputs::open_report(Report& report, const std::string& file) {
  std::ostream* out = &console_.out;
  if (!file.empty() && file != "-") {
    std::error_code error;
    if (!command_.force && std::filesystem::is_regular_file(file, error)) {
      return unusable(file + " exists; --force overwrites it");
    }
    report.file = std::make_unique<std::ofstream>(file, std::ios::binary | std::ios::trunc);
    if (!*report.file) return unusable("cannot write " + file);
    out = report.file.get();
  }
  report.reporter = make_reporter(report.output.format, {!command_.falco_compatible}, *out);
  return {};
}

Status ReplayOutputs::close_report(Report& report) {
  if (report.reporter == nullptr) return {};
  report.reporter->finish();
  report.reporter.reset();
  const bool written = report.file == nullptr || report.file->good();
  report.file.reset();
  return written ? Status{} : Status(unusable("cannot write all of " + report.output.file));
}

Status ReplayOutputs::begin_capture(const std::string& path) {
  for (Report& report : reports_) {
    if (!report.per_capture()) continue;
    SYSREEL_RETURN_IF_ERROR(close_report(report));
    std::string file = report.output.file;
    file.replace(file.find("%c"), 2, capture_name(path));
    SYSREEL_RETURN_IF_ERROR(open_report(report, file));
  }
  return {};
}

void ReplayOutputs::add(const Finding& finding) {
  for (Report& report : reports_) {
    if (report.reporter != nullptr) report.reporter->add(finding);
  }
}

Status ReplayOutputs::finish() {
  for (Report& report : reports_) SYSREEL_RETURN_IF_ERROR(close_report(report));
  return {};
}

}  // namespace sysreel
