#include "replayer/commands/diff.h"

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

std::string report(const RuleSetDifference& difference, const ReportOutput& output, const Console& console) {
  if (output.format == "json") return diff_json(difference);
  if (output.format == "markdown") return diff_markdown(difference);
  return diff_text(difference, output.on_console() && console.out_colour);
}

}  // namespace

int run_diff(const DiffCommand& command, Console& console) {
  std::vector<ReportOutput> outputs = command.outputs;
  if (outputs.empty()) outputs.push_back({"text", ""});
  if (command.before.empty() || command.after.empty())
    return refuse(console, "diff needs --old and --new rules");
  if (const Status good = check_outputs(outputs, {"text", "json", "markdown"}, command.force); !good.ok())
    return refuse(console, good.error().message);
  const auto captures = capture_files(command.captures);
  if (!captures.ok()) return refuse(console, captures.error().message);
  rules::LoadOptions options;
  options.falco_compatible = command.falco_compatible;
  const auto before = load_pipeline(command.before, options, console);
  const auto after = load_pipeline(command.after, options, console);
  if (before == nullptr || after == nullptr) return kExitRules;
  const auto difference = compare_rule_sets(
      *captures, *before, *after, command.match_all ? Matching::kAll : Matching::kFirst, console.key_file);
  if (!difference.ok()) return refuse(console, difference.error().message);
  for (const ReportOutput& output : outputs)
    if (const Status written = write_report(output, report(*difference, output, console), console);
        !written.ok())
      return refuse(console, written.error().message);
  return command.exit_code && difference->any() ? kExitGate : kExitDone;
}

}  // namespace sysreel
