#include "replayer/commands/replay.h"

#include <algorithm>
#include <chrono>
#include <set>

#include "base/escape.h"
#include "replayer/commands/capture_paths.h"
#include "replayer/commands/capture_state.h"
#include "replayer/commands/replay_outputs.h"
#include "replayer/commands/replay_summary.h"
#include "replayer/commands/reported_capture_of.h"
#include "replayer/commands/shipped_rules.h"
#include "replayer/import/followed_file.h"
#include "replayer/import/open_capture.h"
#include "replayer/stream/recording_parts.h"
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
  const auto files = rules::read_rule_files(paths, unread);
  rules::LoadOptions options;
  options.falco_compatible = command.falco_compatible;
  options.sources = command.sources;
  if (!command.min_priority.empty()) options.min_priority = priority_named(command.min_priority);
  for (const ReplayCommand::Select& select : command.selections) {
    const bool tag = select.what.starts_with("tag:");
    options.selections.push_back({select.enable, tag ? "" : select.what, tag ? select.what.substr(4) : ""});
  }
  std::unique_ptr<rules::Pipeline> loaded = rules::run_pipeline(files, options);
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
  bool whole = true;
};

class ReplayRun {
 public:
  ReplayRun(const ReplayCommand& command, const rules::RuleSet& set, ReplayOutputs& outputs, Console& console)
      : command_(command), set_(set), outputs_(outputs), console_(console) {
    if (!command.fail_on.empty() && command.fail_on != "any") gate_ = priority_named(command.fail_on);
  }

  // False when the capture cannot be used at all.
  bool run(const std::string& path);
  const Verdict& verdict() const { return verdict_; }
  ReplaySummary& summary() { return summary_; }

 private:
  ReplayOptions options_for(const CaptureHeader& header) const;
  void add(const Finding& finding);
  void warn_of_blindness(const std::string& path, const ReplayTotals& totals);

  const ReplayCommand& command_;
  const rules::RuleSet& set_;
  ReplayOutputs& outputs_;
  Console& console_;
  std::optional<rules::Priority> gate_;
  std::unique_ptr<Replay> replay_;  // of the recording that the last part belonged to
  RecordingParts parts_;
  Verdict verdict_;
  ReplaySummary summary_;
};

ReplayOptions ReplayRun::options_for(const CaptureHeader& header) const {
  ReplayOptions options;
  options.matching = command_.match_all ? Matching::kAll : Matching::kFirst;
  if (command_.from) options.from = command_.from->after(header.wall_time);
  if (command_.to) options.to = command_.to->after(header.wall_time);
  options.observer = outputs_.observer();
  return options;
}

void ReplayRun::add(const Finding& finding) {
  if (command_.fail_on == "any" || (gate_ && finding.rule->priority <= *gate_)) verdict_.worst_reached = true;
  outputs_.add(finding);
  if (command_.follow) outputs_.flush();
}

// Silence after the last event of a capture that nobody closed proves nothing.
void ReplayRun::warn_of_blindness(const std::string& path, const ReplayTotals& totals) {
  console_.err << "sysreel: warning: " << terminal_safe(path) << ": not watched from "
               << (totals.last ? rfc3339_of(*totals.last) : "its start") << " on\n";
}

bool ReplayRun::run(const std::string& path) {
  std::unique_ptr<FollowedFile> followed;
  if (command_.follow && path != "-") {  // a pipe is followed anyway
    auto growing = FollowedFile::open(path);
    if (!growing.ok()) {
      print_error(console_, path, growing.error());
      return false;
    }
    followed = std::move(growing).value();
  }
  auto opened = open_any_capture(followed ? followed->path() : path, console_.key_file);
  if (!opened.ok()) {
    print_error(console_, path, opened.error());
    return false;
  }
  CaptureReader& reader = **opened;
  if (const Status begun = outputs_.begin_capture(path); !begun.ok()) {
    print_error(console_, path, begun.error());
    return false;
  }
  const CaptureHeader header = reader.header();
  if (!parts_.continues_with(header) || replay_ == nullptr) {
    replay_ =
        std::make_unique<Replay>(set_.program, options_for(header), [this](const Finding& f) { add(f); });
  }
  const Status status = replay_->run(reader);
  if (!status.ok()) {
    print_error(console_, path, status.error());
    return false;
  }
  if (!warn_of_state(reader, path, console_)) verdict_.whole = false;
  if (reader.state() == CaptureState::kIncomplete) warn_of_blindness(path, replay_->totals());
  summary_.add(header, reader.catalogue(), set_.program, replay_->totals());
  outputs_.end_capture(reported_capture_of(path, reader, set_.program, replay_->totals()));
  replay_->reset_totals();
  verdict_.lost = verdict_.lost || summary_.lost_events() > 0;
  return true;
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
  const bool tripped =
      verdict.worst_reached || (command.fail_on_loss && verdict.lost) || (command.strict && !verdict.whole);
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
  const auto rules = load_rules(command, rule_files, console);
  if (!rules) return kExitRules;
  (*outputs)->begin(*rules, rule_files);
  ReplayRun run(command, rules->result, **outputs, console);
  size_t usable = 0;
  for (const std::string& path : *captures) usable += run.run(path) ? 1 : 0;
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
