#include "replayer/expect/test_run.h"

#include <map>
#include <memory>
#include <optional>

#include "replayer/expect/bless.h"
#include "replayer/expect/where_rules.h"
#include "replayer/stream/blindness.h"
#include "replayer/stream/replay_captures.h"
#include "rules/check_values.h"
#include "rules/evaluation.h"
#include "rules/pipeline.h"
#include "rules/rule_files.h"

namespace sysreel {
namespace {

constexpr int kExitGate = 1;
constexpr int kExitRules = 2;
constexpr int kExitUnusable = 3;
constexpr size_t kFindingsShown = 3;
constexpr size_t kNearestShown = 2;
constexpr size_t kBlessedFindings = 100'000;

// An expectation with the rules that it is about.
struct Bound {
  const Expectation* expectation = nullptr;
  std::optional<rules::RuleId> rule;
  std::optional<rules::RuleId> where;
  uint64_t found = 0;
  std::vector<FindingText> findings;
};

void remember(std::vector<FindingText>& findings, uint64_t event, const std::string& message) {
  if (findings.size() < kFindingsShown) findings.push_back({event, message});
}

// Asks the `where` of each finding while the replay stands on its event.
class WhereObserver : public EventObserver {
 public:
  WhereObserver(const rules::Program& program, std::vector<Bound>& bound)
      : program_(program), bound_(bound) {}

  void observe(const SeenEvent& event) override {
    fitting_.clear();
    for (const rules::RuleId rule : event.matched) {
      for (size_t i = 0; i < bound_.size(); ++i) {
        if (bound_[i].rule != rule) continue;
        if (!bound_[i].where ||
            rules::matches(program_, program_.rules[*bound_[i].where], event.fields, scratch_))
          fitting_.push_back(i);
      }
    }
  }
  // Expectations that a finding of the event just observed counts for.
  template <typename F>
  void for_each_fitting(const rules::CompiledRule* rule, F&& visit) {
    for (const size_t i : fitting_)
      if (&program_.rules[*bound_[i].rule] == rule) visit(bound_[i]);
  }

 private:
  const rules::Program& program_;
  std::vector<Bound>& bound_;
  rules::EvaluationScratch scratch_;
  std::vector<size_t> fitting_;
};

class SearchAll : public EventObserver {
 public:
  std::vector<std::unique_ptr<NearestSearch>> searches;
  void observe(const SeenEvent& event) override {
    for (const auto& search : searches) search->observe(event);
  }
};

class TestRun {
 public:
  TestRun(const ExpectationFile& file, const TestOptions& options, TestOutcome& out)
      : file_(file), options_(options), out_(out) {}

  void run() {
    if (!load_rules() || !bind()) return;
    // From here on rules and expectations are right; only captures can fail.
    if (!replay()) return;
    judge();
    explain();
  }

 private:
  bool give_up(int exit_code) {
    out_.verdict = TestVerdict::kError;
    out_.exit_code = exit_code;
    return false;
  }

  rules::LoadOptions load_options() const {
    rules::LoadOptions options;
    options.falco_compatible = options_.falco_compatible;
    return options;
  }

  bool load_rules() {
    std::vector<std::string> paths = options_.rules.empty() ? file_.rules : options_.rules;
    if (paths.empty()) paths = options_.shipped_rules;
    out_.inputs.insert(out_.inputs.end(), paths.begin(), paths.end());
    sources_ = rules::read_rule_files(paths, out_.diagnostics);
    if (out_.diagnostics.has_errors()) return give_up(kExitRules);
    pipeline_ = rules::run_pipeline(sources_, load_options());
    for (const Diagnostic& diagnostic : pipeline_->result.diagnostics.all())
      if (diagnostic.severity == Severity::kError) out_.diagnostics.add(diagnostic);
    return pipeline_->result.loaded() || give_up(kExitRules);
  }

  const rules::Program& program() const { return pipeline_->result.program; }

  std::optional<rules::RuleId> rule_named(const std::string& name) const {
    for (rules::RuleId id = 0; id < program().rules.size(); ++id)
      if (program().rules[id].name == name) return id;
    return std::nullopt;
  }

  // Finds the expectations' rules and makes their `where` part of the program.
  bool bind() {
    std::vector<std::string> sources;
    bool any_where = false;
    for (const Expectation& expectation : file_.expect) {
      const auto rule = rule_named(expectation.rule);
      sources.push_back(rule ? program().rules[*rule].source : "");
      if (rule) check_where(expectation, sources.back(), out_.diagnostics);
      any_where = any_where || (rule && !expectation.where.empty());
    }
    if (out_.diagnostics.has_errors()) return give_up(kExitUnusable);
    if (any_where) {
      sources_.push_back(where_rules(file_.expect, sources));
      pipeline_ = rules::run_pipeline(sources_, load_options());
    }
    for (size_t i = 0; i < file_.expect.size(); ++i) {
      const bool where = !file_.expect[i].where.empty();
      bound_.push_back({&file_.expect[i], rule_named(file_.expect[i].rule),
                        where ? rule_named(where_rule_name(i)) : std::nullopt});
    }
    return true;
  }

  void count(const Finding& finding, WhereObserver& observer) {
    observer.for_each_fitting(finding.rule, [&](Bound& bound) {
      ++bound.found;
      remember(bound.findings, finding.event, finding.message);
    });
    UnexpectedRule& fired = fired_[finding.rule];
    fired.rule = finding.rule->name;
    ++fired.count;
    remember(fired.findings, finding.event, finding.message);
    if (options_.bless && out_.blessed.size() < kBlessedFindings)
      out_.blessed.push_back({finding.rule->name, stable_fields(finding)});
  }

  void note_capture(const ReplayedCapture& capture) {
    out_.lost += capture.totals.lost_events;
    if (capture.reader.state() != CaptureState::kClosed)
      out_.warnings.push_back(capture.path + (capture.reader.state() == CaptureState::kDamaged
                                                  ? " is damaged: what cannot be read was skipped"
                                                  : " is incomplete: it was not closed by its recorder"));
    const std::set<std::string> recorded(capture.reader.header().recorded_types.begin(),
                                         capture.reader.header().recorded_types.end());
    for (const Bound& bound : bound_)
      if (bound.rule && none_recorded(program().rules[*bound.rule], capture.reader.catalogue(), recorded))
        ++blind_in_[*bound.rule];
  }

  bool replay() {
    out_.inputs.insert(out_.inputs.end(), file_.captures.begin(), file_.captures.end());
    WhereObserver observer(program(), bound_);
    CapturesOptions options;
    options.matching = file_.matching;
    options.observer = &observer;
    options.key_file = options_.key_file;
    const Status status = replay_captures(
        file_.captures, program(), options, [&](const Finding& f) { count(f, observer); },
        [&](const ReplayedCapture& capture) { note_capture(capture); });
    if (status.ok()) return true;
    out_.error = status.error().message;
    return give_up(kExitUnusable);
  }

  std::string reason_of(const Bound& bound) const {
    if (!bound.rule) {
      std::vector<std::string_view> names;
      for (const rules::CompiledRule& rule : program().rules) names.push_back(rule.name);
      const std::string hint = rules::nearest_name(bound.expectation->rule, names);
      return "there is no rule of this name" + (hint.empty() ? "" : "; " + hint);
    }
    if (!program().rules[*bound.rule].enabled) return "the rule is disabled in the rule files";
    const auto blind = blind_in_.find(*bound.rule);
    if (blind != blind_in_.end() && blind->second == file_.captures.size())
      return "the rule is blind: none of the events that it looks at were recorded";
    return {};
  }

  void judge() {
    for (Bound& bound : bound_) {
      if (bound.rule && bound.expectation->count.accepts(bound.found)) continue;
      TestFailure failure;
      failure.expectation = *bound.expectation;
      failure.found = bound.found;
      failure.reason = reason_of(bound);
      failure.findings = std::move(bound.findings);
      out_.failures.push_back(std::move(failure));
      failed_.push_back(&bound);
    }
    if (file_.max_loss && out_.lost > *file_.max_loss) {
      TestFailure failure;
      failure.expectation.place = file_.loss_place;
      failure.expectation.count = {0, *file_.max_loss};
      failure.found = out_.lost;
      out_.failures.push_back(std::move(failure));
    }
    std::map<std::string_view, bool> named;
    for (const Expectation& expectation : file_.expect) named[expectation.rule] = true;
    if (file_.unexpected != Unexpected::kIgnore) {
      for (const rules::CompiledRule& rule : program().rules)
        if (const auto fired = fired_.find(&rule); fired != fired_.end() && !named[rule.name])
          out_.unexpected.push_back(fired->second);
    }
    out_.severity = file_.unexpected;
    if (out_.failures.empty() && (out_.unexpected.empty() || file_.unexpected == Unexpected::kWarn)) return;
    out_.verdict = TestVerdict::kFail;
    out_.exit_code = kExitGate;
  }

  // A second replay, for the failures that missed findings: which events came nearest?
  void explain() {
    SearchAll all;
    std::vector<TestFailure*> explained;
    for (size_t i = 0; i < failed_.size(); ++i) {
      TestFailure& failure = out_.failures[i];
      const Bound& bound = *failed_[i];
      if (!failure.reason.empty() || failure.found >= failure.expectation.count.at_least) continue;
      failure.rule_outline = rules::outline_of(*pipeline_, *bound.rule);
      if (bound.where) failure.where_outline = rules::outline_of(*pipeline_, *bound.where);
      all.searches.push_back(
          std::make_unique<NearestSearch>(TraceSubject{&program(), *bound.rule, &failure.rule_outline,
                                                       bound.where ? &failure.where_outline : nullptr},
                                          kNearestShown));
      explained.push_back(&failure);
    }
    if (explained.empty()) return;
    CapturesOptions options;
    options.matching = file_.matching;
    options.observer = &all;
    options.key_file = options_.key_file;
    const Status status = replay_captures(file_.captures, program(), options, [](const Finding&) {}, {});
    if (!status.ok()) out_.warnings.push_back(status.error().message);
    for (size_t i = 0; i < explained.size(); ++i) explained[i]->nearest = all.searches[i]->nearest();
  }

  const ExpectationFile& file_;
  const TestOptions& options_;
  TestOutcome& out_;
  std::vector<rules::SourceFile> sources_;
  std::unique_ptr<rules::Pipeline> pipeline_;
  std::vector<Bound> bound_;
  std::vector<const Bound*> failed_;  // of the first failures, in their order
  std::map<const rules::CompiledRule*, UnexpectedRule> fired_;
  std::map<rules::RuleId, size_t> blind_in_;  // captures
};

}  // namespace

TestOutcome run_test_file(const std::string& path, const TestOptions& options) {
  TestOutcome outcome;
  outcome.path = path;
  outcome.inputs = {path};
  const auto text = rules::read_rule_files({path}, outcome.diagnostics);
  ExpectationFile file;
  if (!outcome.diagnostics.has_errors() && text.size() == 1)
    file = parse_expectations(path, text[0].text, outcome.diagnostics);
  if (outcome.diagnostics.has_errors()) {
    outcome.verdict = TestVerdict::kError;
    outcome.exit_code = kExitUnusable;
    return outcome;
  }
  TestRun(file, options, outcome).run();
  return outcome;
}

}  // namespace sysreel
