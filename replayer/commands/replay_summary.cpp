#include "replayer/commands/replay_summary.h"

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <set>

#include "base/escape.h"
#include "replayer/commands/loss_word.h"
#include "replayer/stream/blindness.h"

namespace sysreel {
namespace {

// Some kind that is not of another source.
bool recorded_calls(const Catalogue& catalogue, const std::set<std::string>& recorded) {
  return std::any_of(recorded.begin(), recorded.end(), [&](const std::string& name) {
    const KindId kind = catalogue.find(name);
    return kind == kNoKind || !catalogue.kind(kind).has(kPlugin);
  });
}

}  // namespace

void ReplaySummary::add(const CaptureHeader& header, const Catalogue& catalogue,
                        const rules::Program& program, const ReplayTotals& totals) {
  ++captures_;
  events_ += totals.events;
  findings_ += totals.findings;
  lost_events_ += totals.lost_events;
  unreadable_ += totals.unreadable;
  threads_evicted_ += totals.threads_evicted;
  descriptors_refused_ += totals.descriptors_refused;
  add_times(totals.times);
  for (const auto& [reason, count] : totals.lost) lost_[reason] += count;
  for (const auto& [rule, count] : totals.by_rule) by_rule_[rule] += count;
  const std::set<std::string> recorded(header.recorded_types.begin(), header.recorded_types.end());
  for (const rules::CompiledRule& rule : program.rules) {
    if (!rule.enabled) continue;
    if (!none_recorded(rule, catalogue, recorded)) continue;
    if (rule.source == "syscall" && recorded_calls(catalogue, recorded)) {
      ++blind_[rule.name];
    } else {
      ++unwatched_[rule.source][rule.name];
    }
  }
}

void ReplaySummary::add_times(const ReplayTimes& times) {
  times_.read += times.read;
  times_.state += times.state;
  times_.rules += times.rules;
  times_.output += times.output;
}

void ReplaySummary::merge(const ReplaySummary& other) {
  captures_ += other.captures_;
  events_ += other.events_;
  findings_ += other.findings_;
  lost_events_ += other.lost_events_;
  unreadable_ += other.unreadable_;
  threads_evicted_ += other.threads_evicted_;
  descriptors_refused_ += other.descriptors_refused_;
  add_times(other.times_);
  for (const auto& [reason, count] : other.lost_) lost_[reason] += count;
  for (const auto& [rule, count] : other.by_rule_) by_rule_[rule] += count;
  for (const auto& [source, rules] : other.unwatched_)
    for (const auto& [name, captures] : rules) unwatched_[source][name] += captures;
  for (const auto& [name, captures] : other.blind_) blind_[name] += captures;
}

bool ReplaySummary::has_blind_rule() const {
  const auto in_all = [this](const RuleCaptures& rules) {
    return std::any_of(rules.begin(), rules.end(),
                       [this](const auto& rule) { return rule.second == captures_; });
  };
  return in_all(blind_) || std::any_of(unwatched_.begin(), unwatched_.end(),
                                       [&](const auto& source) { return in_all(source.second); });
}

void ReplaySummary::print(const rules::Program& program, Console& console) const {
  std::ostream& err = console.err;
  err << "sysreel: " << events_ << " events, " << findings_ << (findings_ == 1 ? " finding" : " findings");
  if (lost_events_ == 0) {
    err << ", nothing lost\n";
  } else {
    err << ", " << lost_events_ << " events lost (";
    const char* separator = "";
    for (const auto& [reason, count] : lost_) {
      err << separator << loss_word(reason) << ' ' << count;
      separator = ", ";
    }
    err << "): a rule that found nothing may have missed something\n";
  }
  for (const auto& [rule, count] : by_rule_) {
    err << "sysreel:   " << count << "  " << terminal_safe(program.rules[rule].name) << '\n';
  }
  if (unreadable_ > 0) err << "sysreel: " << unreadable_ << " values could not be read from user memory\n";
  if (threads_evicted_ > 0)
    err << "sysreel: " << threads_evicted_ << " threads were forgotten, the table was full\n";
  if (descriptors_refused_ > 0)
    err << "sysreel: " << descriptors_refused_ << " descriptors were not followed, the tables were full\n";
  for (const auto& [source, rules] : unwatched_) {
    err << "sysreel: source " << source << " was not recorded" << (captures_ > 1 ? " in every capture" : "")
        << ": " << rules.size() << (rules.size() == 1 ? " rule" : " rules") << " could not fire there\n";
  }
  if (blind_.empty()) return;
  err << "sysreel: blind, because none of their event types was recorded: ";
  const char* separator = "";
  for (const auto& [name, captures] : blind_) {
    err << separator << terminal_safe(name);
    if (captures < captures_) err << " (in " << captures << " of " << captures_ << " captures)";
    separator = ", ";
  }
  err << '\n';
}

void ReplaySummary::print_speed(double seconds, Console& console) const {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  char line[160];
  const double rate = seconds > 0 ? static_cast<double>(events_) / seconds : 0;
  std::snprintf(line, sizeof line, "sysreel: %.3f s, %.0f events/s, %.1f ns/event, peak memory %.1f MiB\n",
                seconds, rate, events_ > 0 ? seconds * 1e9 / static_cast<double>(events_) : 0.0,
                static_cast<double>(usage.ru_maxrss) / 1024);
  console.err << line;
  const auto seconds_of = [](uint64_t nanoseconds) { return static_cast<double>(nanoseconds) / 1e9; };
  std::snprintf(
      line, sizeof line, "sysreel: read %.3f s, state %.3f s, rules %.3f s (both sampled), output %.3f s\n",
      seconds_of(times_.read), seconds_of(times_.state), seconds_of(times_.rules), seconds_of(times_.output));
  console.err << line;
}

}  // namespace sysreel
