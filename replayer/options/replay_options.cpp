// The command line of `sysreel replay`, with the spellings that Falco's users have in their fingers.
#include <CLI/CLI.hpp>
#include <memory>

#include "base/escape.h"
#include "replayer/commands/replay.h"
#include "replayer/options/falco_spellings.h"
#include "replayer/options/options.h"
#include "replayer/options/time_option.h"

namespace sysreel {
namespace {

struct Spellings {
  ReplayCommand command;
  std::vector<std::string> outputs;       // -o as typed
  std::vector<std::string> falco_events;  // -e
  std::string matching = "first";
  std::string refusal;  // what to use instead; empty: nothing to refuse
};

void take_output(Spellings& typed, const std::string& text) {
  const size_t equals = text.find('=');
  const std::string name = text.substr(0, equals);
  if (!is_falco_configuration(text)) {
    typed.command.outputs.push_back({name, equals == std::string::npos ? "" : text.substr(equals + 1)});
  } else if (const auto capture = capture_of(text)) {
    typed.command.captures.push_back(*capture);
  } else if (name == "engine.kind") {
    if (text != "engine.kind=replay")
      typed.refusal = "replay reads captures; to record use `sysreel-record -w run.reel`";
  } else {
    typed.refusal =
        "'" + name + "' is configuration of Falco that replay does not have; see `sysreel replay --help`";
  }
}

void later(CLI::App& command, const std::string& flag, Spellings& typed, bool with_value) {
  const std::string name = flag.substr(0, flag.find(','));
  const auto refuse = [&typed, name] { typed.refusal = "this version does not have " + name; };
  if (with_value) {
    command.add_option_function<std::string>(flag, [refuse](const std::string&) { refuse(); })->group("");
  } else {
    command.add_flag_callback(flag, refuse)->group("");
  }
}

void add_flags(CLI::App& command, Spellings& typed) {
  ReplayCommand& wanted = typed.command;
  command.add_option("captures", wanted.captures,
                     "Capture files, directories of captures, or - for standard input");
  command
      .add_option("-r,--rules", wanted.rules, "Rule file or directory, in order; default: the shipped rules")
      ->allow_extra_args(false)
      ->type_name("FILE|DIR");
  command
      .add_option(
          "-o,--output", typed.outputs,
          "text (default), json, html, markdown, junit, sarif, csv, timesketch, navigator or github, and "
          "where to: FORMAT[=FILE], %c in FILE for the capture's name; repeatable")
      ->allow_extra_args(false)
      ->type_name("FORMAT[=FILE]");
  command.add_option("--matching", typed.matching, "First matching rule of an event, or all")
      ->check(CLI::IsMember({"first", "all"}))
      ->capture_default_str();
  const auto select = [&wanted](bool enable) {
    return [&wanted, enable](const std::string& what) { wanted.selections.push_back({enable, what}); };
  };
  command
      .add_option_function<std::string>("--enable", select(true),
                                        "Enable rules by NAME or tag:T, wildcards allowed")
      ->trigger_on_parse()
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  command
      .add_option_function<std::string>("--disable", select(false),
                                        "Disable rules by NAME or tag:T, wildcards allowed")
      ->trigger_on_parse()
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  command.add_option("--min-priority", wanted.min_priority, "Only rules of this priority or worse")
      ->type_name("P");
  command.add_option("--source", wanted.sources, "Only rules of this event source")->allow_extra_args(false);
  add_time_option(command, "--from", wanted.from, "Only findings at or after T");
  add_time_option(command, "--to", wanted.to, "Only findings at or before T");
  command.add_option("--fail-on", wanted.fail_on, "Exit with 1 on a finding of this priority or worse; any")
      ->type_name("P|any");
  command.add_flag("--fail-on-loss", wanted.fail_on_loss, "Exit with 1 if events were lost");
  command.add_flag("--fail-on-blind", wanted.fail_on_blind,
                   "Exit with 1 if of an enabled rule neither the source nor an event type was recorded "
                   "(coverage knows more reasons)");
  command.add_flag("--strict", wanted.strict, "Exit with 1 if a capture is damaged or incomplete");
  command.add_flag("--falco-compatible", wanted.falco_compatible, "Behave as Falco where sysreel differs");
  command.add_flag("--force", wanted.force, "Overwrite existing report files");
  command.add_flag("--follow", wanted.follow, "Go on as the recorder writes FILE.part, until it is complete");
  command
      .add_option("--threads", wanted.threads,
                  "Threads; default: all cores. The output is the same for any number")
      ->check(CLI::Range(1, 256))
      ->type_name("N");
  command.add_flag("--stats", wanted.stats,
                   "Events per second, peak memory and where the time went, on stderr");
  for (const char* flag : {"--no-sandbox", "--progress"}) later(command, flag, typed, false);
  for (const char* flag : {"--shard", "--store"}) later(command, flag, typed, true);
}

}  // namespace

void add_replay(CLI::App& app, Console& console, int& exit_code) {
  auto typed = std::make_shared<Spellings>();
  CLI::App* command = app.add_subcommand("replay", "Evaluate rules over captures and report findings");
  add_flags(*command, *typed);
  command->add_option("-e", typed->falco_events, "Falco's spelling of a capture file")->group("");
  command->footer(
      "T is RFC 3339, epoch seconds, or an offset from the capture's start such as +90s.\n"
      "Example: sysreel replay run.reel -r my_rules.yaml --matching all -o text -o json=alerts.jsonl");
  command->callback([typed, &console, &exit_code] {
    for (const std::string& output : typed->outputs) take_output(*typed, output);
    for (const std::string& file : typed->falco_events) typed->command.captures.push_back(file);
    if (!typed->refusal.empty()) {
      console.err << "sysreel: " << terminal_safe(typed->refusal) << '\n';
      exit_code = kExitUnusable;
      return;
    }
    typed->command.match_all = typed->matching == "all";
    exit_code = run_replay(typed->command, console);
  });
}

}  // namespace sysreel
