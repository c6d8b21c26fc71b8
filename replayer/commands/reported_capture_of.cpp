#include "replayer/commands/reported_capture_of.h"

#include <set>

#include "format/capture_reader.h"
#include "replayer/commands/capture_state.h"
#include "replayer/commands/loss_word.h"
#include "replayer/stream/blindness.h"
#include "replayer/stream/replay.h"

namespace sysreel {
namespace {

constexpr size_t kSpansLimit = 2'000;

void add_blind_rules(ReportedCapture& report, const CaptureReader& reader, const rules::Program& program) {
  const CaptureHeader& header = reader.header();
  const std::set<std::string> recorded(header.recorded_types.begin(), header.recorded_types.end());
  for (const rules::CompiledRule& rule : program.rules) {
    if (!rule.enabled || !none_recorded(rule, reader.catalogue(), recorded)) continue;
    report.blind.push_back({rule.name, rule.source == "syscall"
                                           ? "none of its event types was recorded"
                                           : "source " + rule.source + " was not recorded"});
  }
}

void add_spans(ReportedCapture& report, const CaptureReader& reader, const ReplayTotals& totals) {
  const CaptureHeader& header = reader.header();
  const uint64_t offset = header.wall_time - header.boot_time;
  for (const LostSpan& span : totals.watch.lost()) {
    if (report.lost_spans.size() < kSpansLimit) {
      report.lost_spans.push_back({span.from + offset, span.to + offset, span.lost});
    } else {  // the last one stands for the rest
      report.lost_spans.back().to = span.to + offset;
      report.lost_spans.back().lost += span.lost;
    }
  }
  const uint64_t end = totals.last.value_or(header.wall_time) - offset;
  for (const TimeSpan& span : totals.watch.not_watched(reader.state() == CaptureState::kClosed, end)) {
    if (report.not_watched.size() == kSpansLimit) break;
    report.not_watched.push_back(
        {span.from + offset, span.to ? std::optional<uint64_t>(*span.to + offset) : std::nullopt, 0});
  }
}

}  // namespace

ReportedCapture reported_capture_of(const std::string& path, const CaptureReader& reader,
                                    const rules::Program& program, const ReplayTotals& totals) {
  const CaptureHeader& header = reader.header();
  ReportedCapture report;
  report.path = path;
  report.id = to_hex(header.capture_id);
  report.host = header.host;
  report.system = header.os;
  report.kernel = header.kernel;
  report.recorder = header.recorder;
  for (const std::string& word : header.command)
    report.command.append(report.command.empty() ? "" : " ").append(word);
  report.redaction = header.redaction;
  report.state = name_of(reader.state());
  report.first = totals.first;
  report.last = totals.last;
  report.events = totals.events;
  report.bytes = reader.bytes();
  report.lost = totals.lost_events;
  for (const auto& [reason, count] : totals.lost)
    report.lost_by_reason[std::string(loss_word(reason))] += count;
  add_spans(report, reader, totals);
  for (const Damage& damage : reader.damage())
    report.damage.push_back("bytes " + std::to_string(damage.from) + " to " + std::to_string(damage.to) +
                            " skipped: " + damage.reason);
  add_blind_rules(report, reader, program);
  return report;
}

}  // namespace sysreel
