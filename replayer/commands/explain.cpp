#include "replayer/commands/explain.h"

#include <memory>
#include <optional>

#include "base/escape.h"
#include "base/json_writer.h"
#include "replayer/commands/capture_paths.h"
#include "replayer/commands/loaded_rules.h"
#include "replayer/explain/nearest_search.h"
#include "replayer/explain/trace_text.h"
#include "replayer/explain/traced_event_text.h"
#include "replayer/stream/replay_captures.h"
#include "rules/evaluation.h"
#include "rules/pipeline.h"

namespace sysreel {
namespace {

constexpr uint32_t kWidth = 120;

int refuse(Console& console, const std::string& message) {
  console.err << "sysreel: " << terminal_safe(message) << '\n';
  return kExitUnusable;
}

// Traces the one event that was asked for, whether a rule looks at its kind or not.
class OneEvent : public EventObserver {
 public:
  OneEvent(const TraceSubject& subject, uint64_t event) : subject_(subject), event_(event) {}
  bool wants_all() const override { return true; }
  void observe(const SeenEvent& event) override {
    if (event.step.event.number() != event_) return;
    rules::EvaluationScratch scratch;
    found = trace_event(subject_, event, scratch);
    of_its_kinds = subject_.program->rules[subject_.rule].kinds.contains(event.step.event.kind());
  }
  std::optional<TracedEvent> found;
  bool of_its_kinds = true;

 private:
  TraceSubject subject_;
  uint64_t event_;
};

class Explanation {
 public:
  Explanation(const ExplainCommand& command, const rules::Pipeline& pipeline, rules::RuleId rule,
              Console& console)
      : command_(command),
        program_(pipeline.result.program),
        outline_(rules::outline_of(pipeline, rule)),
        subject_{&program_, rule, &outline_, nullptr},
        console_(console) {}

  int run() {
    if (command_.event) return one_event();
    NearestSearch search(subject_, command_.nearest);
    if (!replay(search)) return kExitUnusable;
    if (!command_.json) print_totals(search.nearest().size());
    for (const TracedEvent& event : search.nearest()) print(event);
    return kExitDone;
  }

 private:
  const rules::CompiledRule& rule() const { return program_.rules[subject_.rule]; }

  int one_event() {
    OneEvent one(subject_, *command_.event);
    if (!replay(one)) return kExitUnusable;
    if (!one.found)
      return refuse(console_, "the capture has no event " + std::to_string(*command_.event) +
                                  "; `sysreel dump` shows their numbers");
    if (!one.of_its_kinds && !command_.json)
      console_.out << "The rule does not look at events of the kind " << terminal_safe(one.found->type)
                   << ".\n";
    print(*one.found);
    return kExitDone;
  }

  bool replay(EventObserver& observer) {
    CapturesOptions options;
    options.matching = command_.match_all ? Matching::kAll : Matching::kFirst;
    options.observer = &observer;
    options.key_file = console_.key_file;
    const Status status =
        replay_captures(command_.captures, program_, options,
                        [this](const Finding& finding) { fired_ += finding.rule == &rule() ? 1 : 0; }, {});
    if (!status.ok()) refuse(console_, status.error().message);
    return status.ok();
  }

  void print_totals(size_t misses) {
    console_.out << terminal_safe(rule().name) << " fired " << fired_ << (fired_ == 1 ? " time" : " times");
    if (!rule().enabled) console_.out << "; it is disabled in the rule files";
    console_.out << (misses == 0 ? ", and no other event of the kinds that it looks at is in the capture\n"
                                 : "; the nearest misses:\n");
  }

  void print(const TracedEvent& event) {
    if (command_.json) return print_json(event);
    std::string out = "\n" + event_text(event) + '\n';
    const char* verdict = event.fired          ? "it fired"
                          : event.rule.matched ? "the condition holds, but the rule did not fire"
                                               : "it did not match";
    out += terminal_safe(rule().name) + ": " + verdict + '\n';
    for (const std::string& line : blocking_lines(event, outline_, {}, width() / 2))
      out += "  " + line + '\n';
    append_trace(out, outline_, event.rule, {width(), console_.out_colour, "    "});
    console_.out << out;
  }

  void print_json(const TracedEvent& event) {
    std::string line;
    JsonWriter json(line);
    json.begin_object();
    json.field("rule", rule().name);
    json.field("matched", event.rule.matched);
    write_event(json, event, outline_, {});
    json.key("condition");
    write_trace(json, outline_, event.rule);
    json.end_object();
    console_.out << line << '\n';
  }

  uint32_t width() const { return console_.width > 0 ? static_cast<uint32_t>(console_.width) : kWidth; }

  const ExplainCommand& command_;
  const rules::Program& program_;
  rules::ConditionOutline outline_;
  TraceSubject subject_;
  Console& console_;
  uint64_t fired_ = 0;
};

}  // namespace

int run_explain(const ExplainCommand& wanted, Console& console) {
  const auto captures = capture_files(wanted.captures);
  if (!captures.ok()) return refuse(console, captures.error().message);
  ExplainCommand command = wanted;
  command.captures = *captures;
  rules::LoadOptions options;
  options.falco_compatible = command.falco_compatible;
  const auto pipeline = load_pipeline(command.rules, options, console);
  if (pipeline == nullptr) return kExitRules;
  const rules::Program& program = pipeline->result.program;
  for (rules::RuleId id = 0; id < program.rules.size(); ++id)
    if (program.rules[id].name == command.rule) return Explanation(command, *pipeline, id, console).run();
  return refuse(console, unknown_rule(*pipeline, command.rule));
}

}  // namespace sysreel
