#include "replayer/commands/replay.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

#include "base/escape.h"
#include "replayer/commands/capture_paths.h"
#include "replayer/commands/capture_state.h"
#include "replayer/commands/replay_batch.h"
#include "replayer/commands/replay_outputs.h"
#include "replayer/commands/replay_summary.h"
#include "replayer/commands/shipped_rules.h"
#include "replayer/stream/replay.h"
#include "rules/pipeline.h"
#include "rules/rule_files.h"

namespace sysreel {
namespace {

std::optional<rules::Priority> priority_named(std::string_view name) {
  const auto lower = [](std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
    return out;
  };
  for (int level = 0; level <= static_cast<int>(rules::Priority::kDebug); ++level) {
    const auto priority = static_cast<rules::Priority>(level);
    if (lower(rules::name_of(priority)) == lower(name)) return priority;
  }
  if (lower(name) == "info") return rules::Priority::kInformational;
  return std::nullopt;
}

int refuse(Console& console, const std::string& message) {
  console.err << "sysreel: " << terminal_safe(message) << '\n';
  return kExitUnusable;
}

void print_diagnostics(const Diagnostics& diagnostics, Console& console) {
  for (const Diagnostic& diagnostic : diagnostics.all())
    console.err << to_text(diagnostic, console.err_colour);
}

// Loads the rules; nothing when they do not load, which has been said then.
std::unique_ptr<rules::Pipeline> load_rules(const ReplayCommand& command, std::vector<std::string>& paths,
                                            Console& console) {
  paths = command.rules;
  if (paths.empty()) {
    paths = shipped_rule_files();
    console.err << "sysreel: no -r: using the shipped rules";
    for (const std::string& path : paths) console.err << ' ' << path;
    console.err << '\n';
  }
  Diagnostics unread;
  auto files = rules::read_rule_files(paths, unread);
  rules::LoadOptions options;
  options.falco_compatible = command.falco_compatible;
  options.sources = command.sources;
  if (!command.min_priority.empty()) options.min_priority = priority_named(command.min_priority);
  for (const ReplayCommand::Select& select : command.selections) {
    const bool tag = select.what.starts_with("tag:");
    options.selections.push_back({select.enable, tag ? "" : select.what, tag ? select.what.substr(4) : ""});
  }
  std::unique_ptr<rules::Pipeline> loaded = rules::run_pipeline(std::move(files), options);
  print_diagnostics(unread, console);
  print_diagnostics(loaded->result.diagnostics, console);
  if (unread.has_errors() || !loaded->result.loaded()) {
    console.err << "sysreel: the rules do not load\n";
    return nullptr;
  }
  return loaded;
}

// What the gates look at.
struct Verdict {
  bool worst_reached = false;
  bool lost = false;
  bool blind = false;
  bool whole = true;
};

class ReplayRun final : public ResultTaker {
 public:
  ReplayRun(const ReplayCommand& command, ReplayOutputs& outputs, Console& console)
      : command_(command), outputs_(outputs), console_(console) {
    if (!command.fail_on.empty() && command.fail_on != "any") gate_ = priority_named(command.fail_on);
  }

  Status begin(const std::string& path) override { return outputs_.begin_capture(path); }
  void add(const Finding& finding) override {
    if (command_.fail_on == "any" || (gate_ && finding.rule->priority <= *gate_))
      verdict_.worst_reached = true;
    outputs_.add(finding);
    if (command_.follow) outputs_.flush();
  }
  void end(const std::string& path, const Status& begun, const CaptureResult& result) override;

  const Verdict& verdict() const { return verdict_; }
  const ReplaySummary& summary() const { return summary_; }
  size_t usable() const { return usable_; }

 private:
  const ReplayCommand& command_;
  ReplayOutputs& outputs_;
  Console& console_;
  std::optional<rules::Priority> gate_;
  Verdict verdict_;
  ReplaySummary summary_;
  size_t usable_ = 0;
};

void ReplayRun::end(const std::string& path, const Status& begun, const CaptureResult& result) {
  console_.err << result.messages;
  if (!begun.ok() && result.usable) print_error(console_, path, begun.error());
  if (!begun.ok() || !result.usable) return;
  ++usable_;
  if (!result.whole) verdict_.whole = false;
  summary_.merge(result.summary);
  outputs_.end_capture(*result.reported);
  verdict_.lost = summary_.lost_events() > 0;
  verdict_.blind = summary_.has_blind_rule();
}

size_t threads_of(const ReplayCommand& command) {
  return command.threads > 0 ? command.threads : std::max(1U, std::thread::hardware_concurrency());
}

std::optional<std::string> bad_command(const ReplayCommand& command) {
  if (!command.min_priority.empty() && !priority_named(command.min_priority)) {
    return "'" + command.min_priority + "' is no priority";
  }
  if (!command.fail_on.empty() && command.fail_on != "any" && !priority_named(command.fail_on)) {
    return "'" + command.fail_on + "' is no priority and not 'any'";
  }
  if (command.captures.empty()) return "replay needs a capture";
  if (command.follow && command.captures.size() > 1) return "--follow goes with one capture";
  return std::nullopt;
}

int exit_code_of(const ReplayCommand& command, const Verdict& verdict) {
  const bool tripped = verdict.worst_reached || (command.fail_on_loss && verdict.lost) ||
                       (command.fail_on_blind && verdict.blind) || (command.strict && !verdict.whole);
  return tripped ? kExitGate : kExitDone;
}

}  // namespace

int run_replay(const ReplayCommand& command, Console& console) {
  if (const auto problem = bad_command(command)) return refuse(console, *problem);
  const auto captures = capture_files(command.captures);
  if (!captures.ok()) return refuse(console, captures.error().message);
  auto outputs = ReplayOutputs::open(command, console);
  if (!outputs.ok()) return refuse(console, outputs.error().message);
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::string> rule_files;
  const std::shared_ptr<rules::Pipeline> rules = load_rules(command, rule_files, console);
  if (!rules) return kExitRules;
  console.kept.push_back(rules);
  (*outputs)->begin(*rules, rule_files);
  ReplayRun run(command, **outputs, console);
  ReplayBatch batch(command, rules->result.program, *captures, (*outputs)->observer(), console);
  batch.run(threads_of(command), run);
  const size_t usable = run.usable();
  if (const Status written = (*outputs)->finish(); !written.ok())
    return refuse(console, written.error().message);
  if (usable == 0) return kExitUnusable;
  run.summary().print(rules->result.program, console);
  if (command.stats) {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    run.summary().print_speed(elapsed.count(), console);
  }
  if (usable < captures->size()) return kExitUnusable;
  return exit_code_of(command, run.verdict());
}

}  // namespace sysreel
