#include "replayer/commands/diff.h"

#include <filesystem>
#include <fstream>

#include "base/escape.h"
#include "replayer/commands/capture_paths.h"
#include "replayer/commands/loaded_rules.h"
#include "replayer/compare/diff_text.h"
#include "replayer/compare/rule_set_diff.h"
#include "rules/pipeline.h"

namespace sysreel {
namespace {

int refuse(Console& console, const std::string& message) {
  console.err << "sysreel: " << terminal_safe(message) << '\n';
  return kExitUnusable;
}

bool is_format(const std::string& format) {
  return format == "text" || format == "json" || format == "markdown";
}

bool goes_to_console(const DiffCommand::Output& output) {
  return output.file.empty() || output.file == "-";
}

// Before anything is read, so that a long comparison does not end in a refusal.
std::string problem_with(const DiffCommand& command, const std::vector<DiffCommand::Output>& outputs) {
  if (command.before.empty() || command.after.empty()) return "diff needs --old and --new rules";
  for (const DiffCommand::Output& output : outputs) {
    if (!is_format(output.format))
      return "diff has no report '" + output.format + "'; it writes text, json and markdown";
    std::error_code error;
    if (!goes_to_console(output) && !command.force && std::filesystem::is_regular_file(output.file, error))
      return output.file + " exists; --force overwrites it";
  }
  return {};
}

Status write(const DiffCommand::Output& output, const RuleSetDifference& difference, Console& console) {
  const std::string text = output.format == "json" ? diff_json(difference)
                           : output.format == "markdown"
                               ? diff_markdown(difference)
                               : diff_text(difference, goes_to_console(output) && console.out_colour);
  if (goes_to_console(output)) {
    console.out << text;
    return {};
  }
  std::ofstream file(output.file, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  return file ? Status{} : Status(Error{ErrorCode::kSystem, "cannot write " + output.file});
}

}  // namespace

int run_diff(const DiffCommand& command, Console& console) {
  std::vector<DiffCommand::Output> outputs = command.outputs;
  if (outputs.empty()) outputs.push_back({"text", ""});
  if (const std::string problem = problem_with(command, outputs); !problem.empty())
    return refuse(console, problem);
  const auto captures = capture_files(command.captures);
  if (!captures.ok()) return refuse(console, captures.error().message);
  rules::LoadOptions options;
  options.falco_compatible = command.falco_compatible;
  const auto before = load_pipeline(command.before, options, console);
  const auto after = load_pipeline(command.after, options, console);
  if (before == nullptr || after == nullptr) return kExitRules;
  const auto difference =
      compare_rule_sets(*captures, *before, *after, command.match_all ? Matching::kAll : Matching::kFirst);
  if (!difference.ok()) return refuse(console, difference.error().message);
  for (const DiffCommand::Output& output : outputs)
    if (const Status written = write(output, *difference, console); !written.ok())
      return refuse(console, written.error().message);
  return command.exit_code && difference->any() ? kExitGate : kExitDone;
}

}  // namespace sysreel
