#include "replayer/coverage/rule_coverage.h"

#include <algorithm>

#include "base/yaml_document.h"
#include "replayer/coverage/contradiction.h"
#include "rules/condition_outline.h"
#include "rules/pipeline.h"
#include "rules/predicate.h"

namespace sysreel {
namespace {

using rules::ConditionOutline;
using rules::ConditionPart;
using Kind = ConditionPart::Kind;

enum class Truth : uint8_t { kFalse, kUnknown, kTrue };

Truth inverse(Truth truth) {
  return truth == Truth::kUnknown ? truth : truth == Truth::kTrue ? Truth::kFalse : Truth::kTrue;
}

// What is certain of a condition when some of its checks are never true.
class Certainty {
 public:
  Certainty(const ConditionOutline& outline, const std::vector<bool>& never)
      : outline_(outline), truths_(outline.parts.size()) {
    for (auto part = static_cast<uint32_t>(outline.parts.size()); part-- > 0;)
      truths_[part] = truth_of(part, never);
  }

  bool never() const { return truths_[0] == Truth::kFalse; }
  // The checks that make it so.
  std::vector<uint32_t> causes() const {
    std::vector<uint32_t> out;
    collect(0, out);
    return out;
  }

 private:
  Truth truth_of(uint32_t index, const std::vector<bool>& never) const {
    const ConditionPart& part = outline_.parts[index];
    if (part.kind == Kind::kCheck) return never[index] ? Truth::kFalse : Truth::kUnknown;
    if (part.kind == Kind::kMacro) return truths_[index + 1];
    if (part.kind == Kind::kNot) return inverse(truths_[index + 1]);
    Truth truth = part.kind == Kind::kAnd ? Truth::kTrue : Truth::kFalse;
    for (uint32_t child = index + 1; child < part.end; child = outline_.parts[child].end)
      truth = part.kind == Kind::kAnd ? std::min(truth, truths_[child]) : std::max(truth, truths_[child]);
    return truth;
  }

  // As deep as the tree with its macros, which resolution bounds.
  void collect(uint32_t index, std::vector<uint32_t>& out) const {
    const ConditionPart& part = outline_.parts[index];
    if (truths_[index] != Truth::kFalse || part.kind == Kind::kNot) return;
    if (part.kind == Kind::kCheck) out.push_back(index);
    for (uint32_t child = index + 1; child < part.end; child = outline_.parts[child].end) collect(child, out);
  }

  const ConditionOutline& outline_;
  std::vector<Truth> truths_;
};

class Judge {
 public:
  Judge(const rules::Pipeline& pipeline, const Observations& seen, const CaptureCoverage& captures)
      : pipeline_(pipeline), program_(pipeline.result.program), seen_(seen), captures_(captures) {}

  RuleCoverage judge(rules::RuleId id) {
    const rules::CompiledRule& rule = program_.rules[id];
    RuleCoverage out;
    out.rule = rule.name;
    out.source = rule.source;
    out.count = captures_.first_match ? seen_.first_matches_of(id) : seen_.matches_of(id);
    const ConditionOutline outline = rules::outline_of(pipeline_, id);
    if (!rule.enabled) {
      out.verdict = CoverageVerdict::kDisabled;
      out.reasons.emplace_back("disabled in the rule files or by the selection of rules");
      return out;
    }
    note_checks(id, outline, out);
    if (out.count > 0) {
      out.verdict = CoverageVerdict::kFired;
      return out;
    }
    find_reasons(id, rule, outline, out.reasons);
    out.verdict = out.reasons.empty() ? CoverageVerdict::kCouldFire : CoverageVerdict::kBlind;
    if (out.reasons.empty() && seen_.events_of(id) == 0)
      out.reasons.emplace_back("none of the events that it looks at happened");
    return out;
  }

 private:
  void note_checks(rules::RuleId id, const ConditionOutline& outline, RuleCoverage& out) {
    std::set<rules::PredicateId> done;
    for (const ConditionPart& part : outline.parts) {
      if (part.kind != Kind::kCheck) continue;
      ++out.checks;
      if (seen_.events_of(id) == 0 || !done.insert(part.predicate).second) continue;
      if (!seen_.ever_true(id, part.predicate)) {
        out.never_true.push_back(part.text);
        continue;
      }
      UnusedItems unused{part.text, {}};
      const std::vector<bool>& items = seen_.items_seen(part.predicate);
      for (size_t i = 0; i < items.size() && items.size() > 1; ++i)
        if (!items[i]) unused.items.push_back(program_.predicates[part.predicate].texts[i]);
      if (!unused.items.empty()) out.unused_items.push_back(std::move(unused));
    }
  }

  void find_reasons(rules::RuleId id, const rules::CompiledRule& rule, const ConditionOutline& outline,
                    std::vector<std::string>& out) {
    if (const auto contradiction = contradiction_in(program_, outline)) {
      out.push_back("condition unsatisfiable: " + *contradiction);
    } else if (!rule.kinds.unrestricted &&
               std::find(rule.kinds.bits.begin(), rule.kinds.bits.end(), true) == rule.kinds.bits.end()) {
      out.emplace_back("condition unsatisfiable: no kind of event satisfies its checks on evt.type");
    }
    if (captures_.captures > 0 && captures_.unrecorded[id] == captures_.captures)
      out.push_back(rule.source == "syscall" ? "event kind not recorded: none of those that it looks at were"
                                             : "source absent: no " + rule.source + " events were recorded");
    if (captures_.first_match && seen_.matches_of(id) > 0)
      out.push_back("shadowed under first-match: '" + seen_.shadow_of(id) + "' comes first and took its " +
                    std::to_string(seen_.matches_of(id)) +
                    (seen_.matches_of(id) == 1 ? " event" : " events"));
    if (out.empty()) find_unseen_values(id, outline, out);
  }

  // Checks that nothing could make true: their fields never have a value, or a redacted one.
  void find_unseen_values(rules::RuleId id, const ConditionOutline& outline, std::vector<std::string>& out) {
    std::vector<bool> never(outline.parts.size());
    for (uint32_t i = 0; i < outline.parts.size(); ++i)
      never[i] = outline.parts[i].kind == Kind::kCheck && !cause_of(id, outline.parts[i].predicate).empty();
    const Certainty certainty(outline, never);
    if (!certainty.never()) return;
    for (const uint32_t part : certainty.causes()) {
      const std::string cause = cause_of(id, outline.parts[part].predicate);
      if (std::find(out.begin(), out.end(), cause) == out.end()) out.push_back(cause);
    }
  }

  // Why a check cannot be true; empty: it can.
  std::string cause_of(rules::RuleId id, rules::PredicateId predicate) const {
    const uint64_t events = seen_.events_of(id);
    if (events == 0 || seen_.ever_true(id, predicate)) return {};
    for (const rules::FieldUseId use : fields_of(program_, program_.predicates[predicate])) {
      const std::string& field = program_.fields[use].text;
      if (!seen_.readable(use)) return "field never filled: this version cannot read " + field;
      if (!seen_.ever_filled(id, use))
        return "field never filled: " + field + " had no value in " + std::to_string(events) +
               (events == 1 ? " event" : " events") + hint_for(field);
      if (captures_.redacted.contains(field))
        return "redacted: values of " + field + " were replaced or dropped";
    }
    return {};
  }

  static std::string hint_for(const std::string& field) {
    const bool object = field.starts_with("ka.target.labels") || field.starts_with("ka.req.") ||
                        field.starts_with("ka.resp.");
    return object ? " (audit levels below Request leave objects out)" : "";
  }

  const rules::Pipeline& pipeline_;
  const rules::Program& program_;
  const Observations& seen_;
  const CaptureCoverage& captures_;
};

}  // namespace

std::string_view name_of(CoverageVerdict verdict) {
  switch (verdict) {
    case CoverageVerdict::kFired:
      return "fired";
    case CoverageVerdict::kCouldFire:
      return "could-fire";
    case CoverageVerdict::kBlind:
      return "blind";
    case CoverageVerdict::kDisabled:
      return "disabled";
  }
  return "";
}

std::vector<RuleCoverage> judge_coverage(const rules::Pipeline& pipeline, const Observations& seen,
                                         const CaptureCoverage& captures) {
  Judge judge(pipeline, seen, captures);
  std::vector<RuleCoverage> out;
  for (rules::RuleId id = 0; id < pipeline.result.program.rules.size(); ++id) out.push_back(judge.judge(id));
  return out;
}

std::set<std::string> redacted_fields(const std::string& policy) {
  std::set<std::string> out;
  const YamlDocument document = YamlDocument::parse(policy);
  if (document.error() || document.roots().empty()) return out;
  if (document.node(document.roots()[0]).kind != YamlKind::kMap) return out;
  const auto rules = document.find(document.roots()[0], "rules");
  if (!rules || document.node(*rules).kind != YamlKind::kSequence) return out;
  for (const YamlId rule : document.children(*rules)) {
    if (document.node(rule).kind != YamlKind::kMap) continue;
    if (const auto field = document.find(rule, "field")) out.emplace(document.node(*field).text);
  }
  if (out.contains("proc.args")) out.insert({"proc.cmdline", "proc.pcmdline", "evt.arg.args"});
  if (out.contains("proc.env")) out.insert("evt.arg.env");
  return out;
}

}  // namespace sysreel
