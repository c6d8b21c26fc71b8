#include "replayer/compare/rule_set_diff.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>

#include "replayer/import/open_capture.h"
#include "replayer/stream/recording_parts.h"
#include "replayer/stream/replay.h"
#include "rules/condition_outline.h"
#include "rules/pipeline.h"
#include "rules/predicate.h"

namespace sysreel {
namespace {

struct FoundOnce {
  std::string rule;
  std::string capture;
  uint64_t event = 0;
  std::string message;
  rules::Priority priority = rules::Priority::kDebug;
};

// One rule set on its way through the captures.
class Side {
 public:
  Side(const rules::Pipeline& pipeline, Matching matching) : program_(pipeline.result.program) {
    options_.matching = matching;
    cost.rules = program_.rules.size();
    cost.predicates = program_.predicates.size();
  }

  void begin(CaptureReader& reader, bool continues) {
    if (!continues || replay_ == nullptr) {
      replay_ = std::make_unique<Replay>(program_, options_, [this](const Finding& finding) {
        found.push_back({finding.rule->name, std::string(finding.capture), finding.event, finding.message,
                         finding.rule->priority});
      });
    }
    replay_->begin(reader);
  }
  void take(const EventMerge::Run& run) {
    const auto start = std::chrono::steady_clock::now();
    replay_->take(run);
    const std::chrono::nanoseconds elapsed = std::chrono::steady_clock::now() - start;
    cost.nanoseconds += static_cast<uint64_t>(elapsed.count());
  }
  ReplayTotals end() {
    replay_->end();
    ReplayTotals totals = replay_->totals();
    replay_->reset_totals();
    return totals;
  }

  std::vector<FoundOnce> found;  // since it was last cleared
  RuleSetCost cost;

 private:
  const rules::Program& program_;
  ReplayOptions options_;
  std::unique_ptr<Replay> replay_;
};

bool comes_before(const FoundOnce& a, const FoundOnce& b) {
  return a.event != b.event ? a.event < b.event : a.rule < b.rule;
}

class Comparison {
 public:
  Comparison(const rules::Pipeline& before, const rules::Pipeline& after, Matching matching)
      : before_(before, matching), after_(after, matching) {}

  Status run(const std::string& path, const std::string& key_file) {
    auto opened = open_any_capture(path, key_file);
    if (!opened.ok()) return opened.error();
    CaptureReader& reader = **opened;
    const bool continues = parts_.continues_with(reader.header());
    before_.begin(reader, continues);
    after_.begin(reader, continues);
    EventMerge merged(reader, {});
    EventMerge::Run run;
    for (uint64_t turn = 0;; ++turn) {
      const Result<bool> more = merged.next(run);
      if (!more.ok()) return more.error();
      if (!*more) break;
      // Who goes first finds the caches cold: in turn, so that neither side's cost is favoured.
      Side& first = turn % 2 == 0 ? before_ : after_;
      Side& second = turn % 2 == 0 ? after_ : before_;
      first.take(run);
      second.take(run);
      compare(path);
    }
    const ReplayTotals totals = before_.end();
    after_.end();
    out.events += totals.events;
    out.lost += totals.lost_events;
    return {};
  }

  RuleSetDifference finish() {
    out.before = before_.cost;
    out.after = after_.cost;
    return std::move(out);
  }

  RuleSetDifference out;

 private:
  // Findings of one run, side by side in the order of events.
  void compare(const std::string& file) {
    std::vector<FoundOnce>& old_ones = before_.found;
    std::vector<FoundOnce>& new_ones = after_.found;
    std::sort(old_ones.begin(), old_ones.end(), comes_before);
    std::sort(new_ones.begin(), new_ones.end(), comes_before);
    auto a = old_ones.begin();
    auto b = new_ones.begin();
    while (a != old_ones.end() || b != new_ones.end()) {
      if (b == new_ones.end() || (a != old_ones.end() && comes_before(*a, *b))) {
        add(Change::kRemoved, file, &*a++, nullptr);
      } else if (a == old_ones.end() || comes_before(*b, *a)) {
        add(Change::kAdded, file, nullptr, &*b++);
      } else {
        if (a->message == b->message && a->priority == b->priority) {
          ++out.unchanged;
        } else {
          add(Change::kChanged, file, &*a, &*b);
        }
        ++a, ++b;
      }
    }
    old_ones.clear();
    new_ones.clear();
  }

  void add(Change change, const std::string& file, FoundOnce* before, FoundOnce* after) {
    ++out.changes[static_cast<size_t>(change)];
    if (out.findings.size() >= kMaxDifferences) return;
    const FoundOnce& any = before != nullptr ? *before : *after;
    FindingDifference difference{change, any.rule, file, any.capture, any.event, {}, {}};
    if (before != nullptr) difference.before = text_of(*before);
    if (after != nullptr) difference.after = text_of(*after);
    out.findings.push_back(std::move(difference));
  }

  static std::string text_of(const FoundOnce& found) {
    return std::string(rules::name_of(found.priority)) + ' ' + found.message;
  }

  Side before_;
  Side after_;
  RecordingParts parts_;
};

std::vector<std::string> changed_parts(const rules::CompiledRule& a, const std::string& a_condition,
                                       const rules::CompiledRule& b, const std::string& b_condition) {
  std::vector<std::string> out;
  if (a_condition != b_condition) out.emplace_back("condition");
  if (a.output_text != b.output_text) out.emplace_back("output");
  if (a.priority != b.priority) out.emplace_back("priority");
  if (a.tags != b.tags) out.emplace_back("tags");
  if (a.enabled != b.enabled) out.emplace_back("enabled");
  if (a.source != b.source) out.emplace_back("source");
  return out;
}

// One line: what of the condition its author wrote, macros by their bodies.
std::string condition_text(const rules::ConditionOutline& outline, uint32_t index) {
  using Kind = rules::ConditionPart::Kind;
  const rules::ConditionPart& part = outline.parts[index];
  if (part.kind == Kind::kCheck) return part.text;
  if (part.kind == Kind::kMacro) return condition_text(outline, index + 1);
  if (part.kind == Kind::kNot) return "not " + condition_text(outline, index + 1);
  std::string text = "(";
  for (uint32_t child = index + 1; child < part.end; child = outline.parts[child].end)
    text += (child == index + 1        ? ""
             : part.kind == Kind::kAnd ? " and "
                                       : " or ") +
            condition_text(outline, child);
  return text + ")";
}

using RulesByName = std::map<std::string_view, rules::RuleId>;

RulesByName by_name(const rules::Program& program) {
  RulesByName out;
  for (rules::RuleId id = 0; id < program.rules.size(); ++id) out.emplace(program.rules[id].name, id);
  return out;
}

void compare_rules(const rules::Pipeline& before, const rules::Pipeline& after, RuleSetDifference& out) {
  const rules::Program& old_program = before.result.program;
  const rules::Program& new_program = after.result.program;
  const RulesByName old_rules = by_name(old_program);
  const RulesByName new_rules = by_name(new_program);
  for (const auto& [name, id] : old_rules) {
    const std::string condition = condition_text(rules::outline_of(before, id), 0);
    const auto now = new_rules.find(name);
    if (now == new_rules.end()) {
      out.rules.push_back({Change::kRemoved, std::string(name), {}, condition, {}});
      continue;
    }
    const std::string new_condition = condition_text(rules::outline_of(after, now->second), 0);
    auto parts =
        changed_parts(old_program.rules[id], condition, new_program.rules[now->second], new_condition);
    if (!parts.empty())
      out.rules.push_back({Change::kChanged, std::string(name), std::move(parts), condition, new_condition});
  }
  for (const auto& [name, id] : new_rules)
    if (!old_rules.contains(name))
      out.rules.push_back(
          {Change::kAdded, std::string(name), {}, {}, condition_text(rules::outline_of(after, id), 0)});
}

}  // namespace

std::string_view name_of(Change change) {
  switch (change) {
    case Change::kAdded:
      return "added";
    case Change::kRemoved:
      return "removed";
    case Change::kChanged:
      return "changed";
  }
  return "";
}

Result<RuleSetDifference> compare_rule_sets(const std::vector<std::string>& captures,
                                            const rules::Pipeline& before, const rules::Pipeline& after,
                                            Matching matching, const std::string& key_file) {
  Comparison comparison(before, after, matching);
  compare_rules(before, after, comparison.out);
  for (const std::string& path : captures) {
    if (const Status status = comparison.run(path, key_file); !status.ok()) {
      Error error = status.error();
      error.message = path + ": " + error.message;
      return error;
    }
  }
  return comparison.finish();
}

}  // namespace sysreel
