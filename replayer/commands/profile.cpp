#include "replayer/commands/profile.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "base/escape.h"
#include "base/json_writer.h"
#include "replayer/commands/capture_paths.h"
#include "replayer/commands/capture_state.h"
#include "replayer/profile/rule_profile.h"
#include "replayer/stream/replay_captures.h"
#include "rules/predicate.h"
#include "rules/rule_files.h"
#include "rules/rule_set.h"

namespace sysreel {
namespace {

constexpr size_t kWidestPredicate = 100;

void print_all(const Diagnostics& diagnostics, Console& console) {
  for (const Diagnostic& diagnostic : diagnostics.all())
    console.err << to_text(diagnostic, console.err_colour);
}

// Numbers of those that were evaluated, dearest first; where times are equal, the more evaluated one.
std::vector<uint32_t> by_cost(const std::vector<ProfileCount>& counts) {
  std::vector<uint32_t> order;
  for (uint32_t id = 0; id < counts.size(); ++id)
    if (counts[id].evaluations > 0) order.push_back(id);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    if (counts[a].ns != counts[b].ns) return counts[a].ns > counts[b].ns;
    return counts[a].evaluations > counts[b].evaluations;
  });
  return order;
}

void print_json(std::string_view what, std::string_view name, const ProfileCount& count, Console& console) {
  std::string line;
  JsonWriter writer(line);
  writer.begin_object();
  writer.field(what, name);
  writer.field("evaluations", count.evaluations);
  writer.field("hits", count.hits);
  writer.field("bytes", count.bytes);
  writer.field("ns", count.ns);
  writer.end_object();
  console.out << line << '\n';
}

void print_row(std::string_view name, const ProfileCount& count, uint64_t all, Console& console) {
  char line[160];
  const double share = all == 0 ? 0 : 100.0 * static_cast<double>(count.ns) / static_cast<double>(all);
  std::snprintf(line, sizeof line, "%6.2f %% %9.1f %12llu %10llu %12llu  ", share,
                static_cast<double>(count.ns) / static_cast<double>(count.evaluations),
                static_cast<unsigned long long>(count.evaluations),
                static_cast<unsigned long long>(count.hits), static_cast<unsigned long long>(count.bytes));
  console.out << line << terminal_safe(name) << '\n';
}

void print_table(std::string_view title, const std::vector<ProfileCount>& counts, auto&& name_of,
                 Console& console) {
  uint64_t all = 0;
  for (const ProfileCount& count : counts) all += count.ns;
  console.out << "  time    ns each  evaluations       hits        bytes  " << title << '\n';
  for (const uint32_t id : by_cost(counts)) print_row(name_of(id), counts[id], all, console);
}

std::string short_text(const rules::Program& program, uint32_t predicate) {
  std::string text = rules::to_text(program, program.predicates[predicate]);
  if (text.size() > kWidestPredicate) {
    text.resize(kWidestPredicate);
    text += "…";
  }
  return text;
}

void print(const rules::Program& program, const RuleProfile& profile, bool json, Console& console) {
  const auto rule_name = [&](uint32_t id) -> std::string_view { return program.rules[id].name; };
  if (!json) {
    print_table("rule", profile.rules(), rule_name, console);
    console.out << '\n';
    print_table(
        "predicate", profile.predicates(), [&](uint32_t id) { return short_text(program, id); }, console);
    return;
  }
  for (const uint32_t id : by_cost(profile.rules()))
    print_json("rule", rule_name(id), profile.rules()[id], console);
  for (const uint32_t id : by_cost(profile.predicates()))
    print_json("predicate", rules::to_text(program, program.predicates[id]), profile.predicates()[id],
               console);
}

}  // namespace

int run_profile(const ProfileCommand& command, Console& console) {
  const auto captures = capture_files(command.captures);
  if (!captures.ok()) {
    console.err << "sysreel: " << terminal_safe(captures.error().message) << '\n';
    return kExitUnusable;
  }
  Diagnostics unread;
  const auto files = rules::read_rule_files(command.rules, unread);
  rules::LoadOptions options;
  options.falco_compatible = command.falco_compatible;
  const rules::RuleSet set = rules::load(files, options);
  print_all(unread, console);
  print_all(set.diagnostics, console);
  if (unread.has_errors() || !set.loaded()) {
    console.err << "sysreel: the rules do not load\n";
    return kExitRules;
  }
  RuleProfile profile(set.program);
  CapturesOptions wanted;
  wanted.matching = Matching::kAll;
  wanted.observer = &profile;
  wanted.key_file = console.key_file;
  uint64_t events = 0;
  const Status status = replay_captures(
      *captures, set.program, wanted, [](const Finding&) {},
      [&](const ReplayedCapture& done) {
        events += done.totals.events;
        warn_of_state(done.reader, done.path, console);
      });
  if (!status.ok()) {
    console.err << "sysreel: " << terminal_safe(status.error().message) << '\n';
    return kExitUnusable;
  }
  console.err << "sysreel: " << events << " events, of which " << profile.events()
              << " are of types that some rule looks at; times are sampled\n";
  print(set.program, profile, command.json, console);
  return kExitDone;
}

}  // namespace sysreel
