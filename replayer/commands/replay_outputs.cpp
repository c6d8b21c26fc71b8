#include "replayer/commands/replay_outputs.h"

#include <filesystem>
#include <fstream>

#include "base/escape.h"
#include "replayer/page/finding_inspector.h"
#include "replayer/page/html_report.h"
#include "rules/pipeline.h"

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

ReplayOutputs::~ReplayOutputs() = default;

Result<std::unique_ptr<ReplayOutputs>> ReplayOutputs::open(const ReplayCommand& command, Console& console) {
  std::unique_ptr<ReplayOutputs> outputs(new ReplayOutputs(command, console));
  std::vector<ReplayCommand::Output> wanted = command.outputs;
  if (wanted.empty()) wanted.push_back({"text", ""});
  for (ReplayCommand::Output& output : wanted) {
    const bool page = output.format == "html";
    if (!page && make_reporter(output.format, {}, console.err) == nullptr)
      return unusable("there is no report format '" + output.format + "'; there are html, " +
                      report_formats());
    outputs->inspected_ = outputs->inspected_ || page;
    Report report;
    report.output = std::move(output);
    if (!report.per_capture()) SYSREEL_RETURN_IF_ERROR(outputs->open_file(report, report.output.file));
    outputs->reports_.push_back(std::move(report));
  }
  return outputs;
}

Status ReplayOutputs::open_file(Report& report, const std::string& name) {
  if (name.empty() || name == "-") return {};
  std::error_code error;
  if (!command_.force && std::filesystem::is_regular_file(name, error))
    return unusable(name + " exists; --force overwrites it");
  report.file = std::make_unique<std::ofstream>(name, std::ios::binary | std::ios::trunc);
  return *report.file ? Status{} : Status(unusable("cannot write " + name));
}

void ReplayOutputs::begin(const rules::Pipeline& pipeline, const std::vector<std::string>& rule_files) {
  rule_files_ = rule_files;
  run_.emplace(ReportRun{pipeline.result.program, rule_files_, command_.match_all});
  if (inspected_) inspector_ = std::make_unique<FindingInspector>(pipeline);
  for (Report& report : reports_)
    if (!report.per_capture()) start(report);
}

void ReplayOutputs::start(Report& report) {
  std::ostream& out = report.file == nullptr ? console_.out : *report.file;
  ReportOptions options;
  options.with_sysreel = !command_.falco_compatible;
  if (report.file == nullptr) {
    options.colour = console_.out_colour;
    options.width = console_.width;
  }
  report.reporter = report.output.format == "html" ? make_html_report(out, *inspector_)
                                                   : make_reporter(report.output.format, options, out);
  report.reporter->begin(*run_);
}

EventObserver* ReplayOutputs::observer() const {
  return inspector_.get();
}

Status ReplayOutputs::close(Report& report) {
  if (report.reporter == nullptr) return {};
  report.reporter->finish();
  for (const std::string& warning : report.reporter->warnings())
    console_.err << "sysreel: warning: " << terminal_safe(warning) << '\n';
  report.reporter.reset();
  const bool written = report.file == nullptr ? console_.out.good() : report.file->good();
  report.file.reset();
  return written ? Status{} : Status(unusable("cannot write all of " + report.output.file));
}

Status ReplayOutputs::begin_capture(const std::string& path) {
  for (Report& report : reports_) {
    if (report.per_capture()) {
      SYSREEL_RETURN_IF_ERROR(close(report));
      std::string file = report.output.file;
      file.replace(file.find("%c"), 2, capture_name(path));
      SYSREEL_RETURN_IF_ERROR(open_file(report, file));
      start(report);
    }
    report.reporter->begin_capture(path);
  }
  return {};
}

void ReplayOutputs::add(const Finding& finding) {
  for (Report& report : reports_)
    if (report.reporter != nullptr) report.reporter->add(finding);
}

void ReplayOutputs::end_capture(const ReportedCapture& capture) {
  for (Report& report : reports_)
    if (report.reporter != nullptr) report.reporter->end_capture(capture);
  if (inspector_ != nullptr) inspector_->forget_history();
}

void ReplayOutputs::flush() {
  for (Report& report : reports_)
    if (report.file != nullptr) report.file->flush();
  console_.out.flush();
}

Status ReplayOutputs::finish() {
  for (Report& report : reports_) SYSREEL_RETURN_IF_ERROR(close(report));
  return {};
}

}  // namespace sysreel
