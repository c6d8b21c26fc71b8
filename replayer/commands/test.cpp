#include "replayer/commands/test.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include "base/escape.h"
#include "replayer/commands/shipped_rules.h"
#include "replayer/commands/test_discovery.h"
#include "replayer/commands/watched_files.h"
#include "replayer/expect/bless.h"
#include "replayer/expect/test_reports.h"
#include "replayer/expect/test_run.h"

namespace sysreel {
namespace {

constexpr auto kPollInterval = std::chrono::milliseconds(300);

int refuse(Console& console, const std::string& message) {
  console.err << "sysreel: " << terminal_safe(message) << '\n';
  return kExitUnusable;
}

// The reports of one run, to files and to standard output.
class Reports {
 public:
  // Opens all before anything is read.
  Status open(const TestCommand& command, Console& console) {
    std::vector<ReportOutput> wanted = command.outputs;
    if (std::none_of(wanted.begin(), wanted.end(), [](const ReportOutput& o) { return o.on_console(); }))
      wanted.push_back({"text", ""});
    SYSREEL_RETURN_IF_ERROR(
        check_outputs(wanted, {"text", "json", "junit", "sarif", "github"}, command.force));
    for (const ReportOutput& output : wanted) {
      std::ostream* out = &console.out;
      if (!output.on_console()) {
        files_.push_back(std::make_unique<std::ofstream>(output.file, std::ios::binary | std::ios::trunc));
        if (!*files_.back()) return Error{ErrorCode::kSystem, "cannot write " + output.file};
        out = files_.back().get();
      }
      reports_.push_back(make_test_report(output.format, *out, console.out_colour && out == &console.out));
    }
    return {};
  }

  void add(const TestOutcome& outcome, double seconds) {
    for (const auto& report : reports_) report->add(outcome, seconds);
  }

  Status finish() {
    for (const auto& report : reports_) report->finish();
    for (const auto& file : files_)
      if (!file->flush()) return Error{ErrorCode::kSystem, "cannot write all of a report"};
    return {};
  }

 private:
  std::vector<std::unique_ptr<std::ofstream>> files_;
  std::vector<std::unique_ptr<TestReport>> reports_;
};

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Beside the file and renamed over it, so that a full disk leaves the old expectations.
Status replace_file(const std::string& path, const std::string& text) {
  const std::string made = path + ".new";
  std::ofstream out(made, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(made, path, error);
  if (out && !error) return {};
  std::filesystem::remove(made, error);
  return Error{ErrorCode::kSystem, "cannot write " + path};
}

// Writes what happened into the test file. The exit code is that of the file's own problems, if any.
int bless(const TestOutcome& outcome, Console& console) {
  if (outcome.verdict == TestVerdict::kError) return outcome.exit_code;
  const std::string old = text_of(outcome.path);
  const Result<std::string> blessed = blessed_text(old, outcome);
  if (!blessed.ok()) return refuse(console, outcome.path + ": " + blessed.error().message);
  if (*blessed == old) {
    console.out << "unchanged  " << terminal_safe(outcome.path) << '\n';
    return kExitDone;
  }
  if (const Status written = replace_file(outcome.path, *blessed); !written.ok())
    return refuse(console, written.error().message);
  console.out << "blessed    " << terminal_safe(outcome.path) << '\n';
  return kExitDone;
}

class TestSession {
 public:
  TestSession(const TestCommand& command, Console& console) : command_(command), console_(console) {
    options_.rules = command.rules;
    options_.shipped_rules = shipped_rule_files();
    options_.falco_compatible = command.falco_compatible;
    options_.bless = command.bless;
    options_.key_file = console.key_file;
  }

  int run_once() {
    inputs_ = command_.paths;
    const auto files = test_files(command_.paths);
    if (!files.ok()) return refuse(console_, files.error().message);
    Reports reports;
    if (!command_.bless) {
      if (const Status opened = reports.open(command_, console_); !opened.ok())
        return refuse(console_, opened.error().message);
    }
    int exit_code = kExitDone;
    for (const std::string& file : *files) exit_code = std::max(exit_code, run(file, reports));
    if (command_.bless) return exit_code;
    if (const Status written = reports.finish(); !written.ok())
      return refuse(console_, written.error().message);
    return exit_code;
  }

  // Test files, captures and rules of the last run.
  const std::vector<std::string>& inputs() const { return inputs_; }

 private:
  int run(const std::string& file, Reports& reports) {
    const auto start = std::chrono::steady_clock::now();
    const TestOutcome outcome = run_test_file(file, options_);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    inputs_.insert(inputs_.end(), outcome.inputs.begin(), outcome.inputs.end());
    if (!command_.bless) {
      reports.add(outcome, elapsed.count());
      return outcome.exit_code;
    }
    for (const Diagnostic& diagnostic : outcome.diagnostics.all())
      console_.err << to_text(diagnostic, console_.err_colour);
    if (!outcome.error.empty()) console_.err << "sysreel: " << terminal_safe(outcome.error) << '\n';
    return bless(outcome, console_);
  }

  const TestCommand& command_;
  Console& console_;
  TestOptions options_;
  std::vector<std::string> inputs_;
};

}  // namespace

int run_test(const TestCommand& command, Console& console) {
  if (command.paths.empty()) return refuse(console, "test needs a test file or a directory of tests");
  if (command.watch && command.bless)
    return refuse(console, "--watch with --bless would bless every change; bless once");
  TestSession session(command, console);
  if (!command.watch) return session.run_once();
  WatchedFiles watched;
  for (;;) {
    watched.begin();
    const int exit_code = session.run_once();
    watched.watch(session.inputs());
    if (!console.out.flush()) return exit_code;
    console.err << "sysreel: waiting for a change; Ctrl-C ends\n" << std::flush;
    while (!watched.changed()) std::this_thread::sleep_for(kPollInterval);
  }
}

}  // namespace sysreel
