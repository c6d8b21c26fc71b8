#include "replayer/commands/coverage.h"

#include <algorithm>
#include <array>

#include "base/escape.h"
#include "base/json_writer.h"
#include "base/text_width.h"
#include "replayer/commands/capture_paths.h"
#include "replayer/commands/capture_state.h"
#include "replayer/commands/loaded_rules.h"
#include "replayer/coverage/coverage_html.h"
#include "replayer/coverage/rule_coverage.h"
#include "replayer/stream/blindness.h"
#include "replayer/stream/replay_captures.h"
#include "rules/pipeline.h"

namespace sysreel {
namespace {

constexpr size_t kItemsShown = 8;

std::string json_line(const RuleCoverage& coverage) {
  std::string line;
  JsonWriter json(line);
  const auto texts = [&json](std::string_view key, const std::vector<std::string>& values) {
    json.key(key);
    json.begin_array();
    for (const std::string& value : values) json.string(value);
    json.end_array();
  };
  json.begin_object();
  json.field("rule", coverage.rule);
  json.field("source", coverage.source);
  json.field("verdict", name_of(coverage.verdict));
  json.field("count", coverage.count);
  texts("reasons", coverage.reasons);
  json.field("checks", coverage.checks);
  texts("never_true", coverage.never_true);
  json.key("unused_items");
  json.begin_array();
  for (const UnusedItems& unused : coverage.unused_items) {
    json.begin_object();
    json.field("check", unused.check);
    texts("items", unused.items);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return line + '\n';
}

std::string_view colour_of(CoverageVerdict verdict) {
  switch (verdict) {
    case CoverageVerdict::kFired:
      return "\x1b[32m";
    case CoverageVerdict::kBlind:
      return "\x1b[1;31m";
    case CoverageVerdict::kDisabled:
      return "\x1b[2m";
    case CoverageVerdict::kCouldFire:
      break;
  }
  return "";
}

std::string text_of(const RuleCoverage& coverage, bool details, bool colour) {
  std::string verdict(name_of(coverage.verdict));
  verdict.resize(10, ' ');
  std::string out = colour ? std::string(colour_of(coverage.verdict)) + verdict + "\x1b[0m" : verdict;
  const std::string count = coverage.count == 0 ? "" : std::to_string(coverage.count);
  out += ' ' + std::string(count.size() < 7 ? 7 - count.size() : 0, ' ') + count + "  " +
         terminal_safe(coverage.rule);
  out += '\n';
  for (const std::string& reason : coverage.reasons)
    out += std::string(20, ' ') + terminal_safe(reason) + '\n';
  if (!details) return out;
  for (const std::string& check : coverage.never_true)
    out += std::string(20, ' ') + "never true: " + cut_to_width(terminal_safe(check), 100) + '\n';
  for (const UnusedItems& unused : coverage.unused_items) {
    out +=
        std::string(20, ' ') + "items never seen in " + cut_to_width(terminal_safe(unused.check), 50) + ": ";
    for (size_t i = 0; i < std::min(unused.items.size(), kItemsShown); ++i)
      out += (i == 0 ? "" : ", ") + terminal_safe(unused.items[i]);
    if (unused.items.size() > kItemsShown)
      out += " and " + std::to_string(unused.items.size() - kItemsShown) + " more";
    out += '\n';
  }
  return out;
}

int refuse(Console& console, const std::string& message) {
  console.err << "sysreel: " << terminal_safe(message) << '\n';
  return kExitUnusable;
}

// Header and state of each capture that was read.
class CaptureNotes {
 public:
  CaptureNotes(const rules::Program& program, bool first_match, Console& console)
      : program_(program), console_(console) {
    coverage.unrecorded.resize(program.rules.size());
    coverage.first_match = first_match;
  }

  void add(const ReplayedCapture& capture) {
    const CaptureHeader& header = capture.reader.header();
    const std::set<std::string> recorded(header.recorded_types.begin(), header.recorded_types.end());
    ++coverage.captures;
    for (rules::RuleId id = 0; id < program_.rules.size(); ++id)
      coverage.unrecorded[id] +=
          none_recorded(program_.rules[id], capture.reader.catalogue(), recorded) ? 1 : 0;
    coverage.redacted.merge(redacted_fields(header.redaction));
    events += capture.totals.events;
    lost += capture.totals.lost_events;
    warn_of_state(capture.reader, capture.path, console_);
  }

  CaptureCoverage coverage;
  uint64_t events = 0;
  uint64_t lost = 0;

 private:
  const rules::Program& program_;
  Console& console_;
};

using Counts = std::array<size_t, 4>;

std::string text_report(const std::vector<RuleCoverage>& rules, const Counts& counts,
                        const CaptureNotes& notes, bool details, bool colour) {
  std::string out;
  for (const CoverageVerdict verdict : {CoverageVerdict::kFired, CoverageVerdict::kCouldFire,
                                        CoverageVerdict::kBlind, CoverageVerdict::kDisabled}) {
    for (const RuleCoverage& coverage : rules)
      if (coverage.verdict == verdict) out += text_of(coverage, details, colour);
  }
  out += std::to_string(rules.size()) + " rules: " + std::to_string(counts[0]) + " fired, " +
         std::to_string(counts[1]) + " could fire, " + std::to_string(counts[2]) + " blind, " +
         std::to_string(counts[3]) + " disabled; " + std::to_string(notes.events) + " events";
  if (notes.lost > 0)
    out += ", " + std::to_string(notes.lost) + " lost: a rule that found nothing may have missed something";
  return out + '\n';
}

std::string report(const ReportOutput& output, const std::vector<RuleCoverage>& rules, const Counts& counts,
                   const CaptureNotes& notes, const CoverageCommand& command, const Console& console) {
  if (output.format == "html") return coverage_html(rules, {command.captures, notes.events, notes.lost});
  if (output.format != "json")
    return text_report(rules, counts, notes, command.details, output.on_console() && console.out_colour);
  std::string lines;
  for (const RuleCoverage& coverage : rules) lines += json_line(coverage);
  return lines;
}

}  // namespace

int run_coverage(const CoverageCommand& command, Console& console) {
  std::vector<ReportOutput> outputs = command.outputs;
  if (outputs.empty()) outputs.push_back({"text", ""});
  if (const Status good = check_outputs(outputs, {"text", "json", "html"}, command.force); !good.ok())
    return refuse(console, good.error().message);
  const auto paths = capture_files(command.captures);
  if (!paths.ok()) return refuse(console, paths.error().message);
  rules::LoadOptions load;
  load.falco_compatible = command.falco_compatible;
  load.selections = command.selections;
  const auto pipeline = load_pipeline(command.rules, load, console);
  if (pipeline == nullptr) return kExitRules;
  const rules::Program& program = pipeline->result.program;
  Observations seen(program);
  CaptureNotes notes(program, !command.match_all, console);
  CapturesOptions options;
  options.matching = Matching::kAll;  // what comes first is counted from it
  options.from = command.from;
  options.to = command.to;
  options.observer = &seen;
  options.key_file = console.key_file;
  const Status status = replay_captures(
      *paths, program, options, [](const Finding&) {},
      [&notes](const ReplayedCapture& capture) { notes.add(capture); });
  if (!status.ok()) return refuse(console, status.error().message);
  const std::vector<RuleCoverage> rules = judge_coverage(*pipeline, seen, notes.coverage);
  Counts counts{};
  for (const RuleCoverage& coverage : rules) ++counts[static_cast<size_t>(coverage.verdict)];
  for (const ReportOutput& output : outputs)
    if (const Status written =
            write_report(output, report(output, rules, counts, notes, command, console), console);
        !written.ok())
      return refuse(console, written.error().message);
  return command.fail_on_blind && counts[static_cast<size_t>(CoverageVerdict::kBlind)] > 0 ? kExitGate
                                                                                           : kExitDone;
}

}  // namespace sysreel
