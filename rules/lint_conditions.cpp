// Hints about what conditions say: contradictions, shadowed rules, exceptions that never apply, alternatives
// that make a rule look at everything.
#include <algorithm>
#include <string>
#include <vector>

#include "rules/lint.h"
#include "rules/prover.h"

namespace sysreel::rules {
namespace {

// Comparing each rule with each earlier one ends here; only rule sets of many thousands get there.
constexpr uint64_t kMostSteps = 20'000'000;

std::string shown(const Facts::Claim& claim) {
  constexpr size_t kMost = 60;
  std::string text = to_text(*claim.node);
  if (text.size() > kMost) text = text.substr(0, kMost) + "…";
  return (claim.positive ? "'" : "'not ") + text + "'";
}

std::string because(const Facts::Conflict& conflict) {
  if (conflict.claim.node == nullptr) return "";
  if (conflict.against.node == nullptr) return ": " + shown(conflict.claim) + " is never true";
  return ": " + shown(conflict.claim) + " contradicts " + shown(conflict.against);
}

class ConditionLints {
 public:
  ConditionLints(const LintInput& input, LoadLog& log)
      : input_(input),
        log_(log),
        prover_(input.program, input.conditions.predicates, input.resolved.macros),
        deduction_(&input.resolved.macros, false) {}

  void run() {
    for (size_t i = 0; i < input_.program.rules.size(); ++i) {
      Subject subject{input_.conditions.rules[i], &input_.program.rules[i]};
      look_at(subject);
      if (subject.compiled->enabled && !subject.dead) earlier_.push_back(subject);
    }
  }

 private:
  struct Subject {
    const ResolvedRule* rule = nullptr;
    const CompiledRule* compiled = nullptr;
    bool dead = false;

    const RuleDefinition& definition() const { return *rule->definition; }
    const std::string& source() const { return rule->definition->source; }
    About about() const { return {"rule", rule->definition->name.text}; }
  };

  void at_name(const Subject& subject, std::string_view code, std::string message, std::string hint = {}) {
    log_.add(Severity::kHint, code, subject.about(), subject.definition().name.at, 0, std::move(message),
             std::move(hint), {});
  }

  void at_node(const Subject& subject, std::string_view code, const Node& node, std::string message,
               std::string hint = {}) {
    std::vector<std::string> context;
    const ConditionText& text = input_.resolved.texts[node.text_id];
    if (text.item_type == "macro")
      context.push_back("in macro " + std::string(text.item_name) + ", used by rule " +
                        std::string(subject.definition().name.text));
    report_at(input_.resolved, log_, Severity::kHint, code, subject.about(), node.text_id, node.offset,
              std::move(message), std::move(hint), std::move(context));
  }

  void look_at(Subject& subject) {
    const Node& root = *subject.rule->root;
    if (!prover_.possible(subject.source(), {&root, true})) {
      subject.dead = true;
      const Facts::Conflict conflict = prover_.conflict();
      const Node& at = conflict.claim.node == nullptr ? root : *conflict.claim.node;
      at_node(subject, "LINT_NEVER_TRUE", at, "the rule can never fire" + because(conflict));
      return;
    }
    if (!prover_.possible(subject.source(), {&root, false}))
      at_name(subject, "LINT_EVERY_KIND", "the rule fires on every event", "add a check to its condition");
    for (const Prover::Dead& dead : prover_.dead_alternatives(subject.source(), root)) {
      // In a macro it may be alive for another rule, and what is never true by itself stands for "not yet".
      if (dead.alternative->text_id == root.text_id && dead.conflict.against.node != nullptr)
        at_node(subject, "LINT_NEVER_TRUE", *dead.alternative,
                "this alternative can never be true" + because(dead.conflict));
    }
    look_at_kinds(subject);
    look_at_exceptions(subject);
    if (subject.compiled->enabled) look_for_shadow(subject);
  }

  // Which alternative of a condition that is otherwise about some kinds lets all others in.
  void look_at_kinds(const Subject& subject) {
    if (subject.source() != "syscall" || !subject.compiled->kinds.unrestricted ||
        !subject.definition().warn_evttypes)
      return;
    const Node* node = subject.rule->root;
    while (node->kind == NodeKind::kOr || node->kind == NodeKind::kMacro) {
      const Node* next = nullptr;
      if (node->kind == NodeKind::kMacro) {
        next = input_.resolved.macros.body(node->text);
      } else {
        const auto open = std::find_if(node->children.begin(), node->children.end(), [&](const Node* child) {
          return deduction_.deduce(*child).kinds.unrestricted;
        });
        if (open != node->children.end()) next = *open;
      }
      if (next == nullptr) break;
      node = next;
    }
    if (node == subject.rule->root) return;
    at_node(subject, "LINT_EVERY_KIND", *node,
            "this part names no event type, so that the rule looks at every kind of event",
            "add a check on evt.type to it, or put it in parentheses with one");
  }

  // A rule's exceptions are the last parts of its condition, each as `not (…)`.
  void look_at_exceptions(const Subject& subject) {
    std::vector<const ExceptionItem*> exceptions;
    for (const ExceptionItem& exception : subject.definition().exceptions)
      if (!exception.values.empty()) exceptions.push_back(&exception);
    const Node& root = *subject.rule->root;
    if (exceptions.empty() || root.kind != NodeKind::kAnd || root.children.size() <= exceptions.size())
      return;
    const size_t own = root.children.size() - exceptions.size();
    std::vector<Prover::Claim> claims;
    for (size_t i = 0; i < own; ++i) claims.push_back({root.children[i], true});
    Prover::Base base = prover_.assume(subject.source(), claims);
    for (size_t i = 0; i < exceptions.size(); ++i) {
      const Node& exception = *root.children[own + i];
      if (exception.kind != NodeKind::kNot) return;
      look_at_exception(subject, *exceptions[i], exception.left(), base);
    }
  }

  void look_at_exception(const Subject& subject, const ExceptionItem& item, const Node& condition,
                         Prover::Base& base) {
    const auto unused = [&](SourceRef at, std::string_view what) {
      log_.add(Severity::kHint, "LINT_UNUSED_EXCEPTION", subject.about(), at, 0,
               std::string(what) + " never applies" + because(prover_.conflict()), "", {});
    };
    if (!prover_.possible(base, {&condition, true}))
      return unused(item.at, "the exception '" + item.name + "'");
    const bool tuples = item.fields.is_list && condition.kind == NodeKind::kOr &&
                        condition.children.size() == item.values.size();
    if (!tuples) return;
    for (size_t i = 0; i < item.values.size(); ++i)
      if (!prover_.possible(base, {condition.children[i], true}))
        unused(item.values[i].text.at, "this value of the exception '" + item.name + "'");
  }

  static bool within(const CompiledRule& inner, const CompiledRule& outer) {
    if (outer.kinds.unrestricted) return true;
    if (inner.kinds.unrestricted) return false;
    for (size_t i = 0; i < inner.kinds.bits.size(); ++i)
      if (inner.kinds.bits[i] && !outer.kinds.bits[i]) return false;
    return true;
  }

  void look_for_shadow(const Subject& subject) {
    Prover::Base base = prover_.assume(subject.source(), {{subject.rule->root, true}});
    for (const Subject& other : earlier_) {
      if (other.source() != subject.source() || !within(*subject.compiled, *other.compiled)) continue;
      if (prover_.steps_taken() > kMostSteps) return;
      if (prover_.possible(base, {other.rule->root, false})) continue;
      const SourcedText& name = other.definition().name;
      const YamlPosition at = log_.document(name.at).position(name.at.node, 0);
      at_name(subject, "LINT_SHADOWED_RULE",
              "with --matching first this rule never fires: '" + std::string(name.text) + "' (line " +
                  std::to_string(at.line) + ") stands before it and matches whatever it matches",
              "put this rule first, narrow the other one, or replay with --matching all");
      return;
    }
  }

  const LintInput& input_;
  LoadLog& log_;
  Prover prover_;
  EventDeduction deduction_;
  std::vector<Subject> earlier_;
};

}  // namespace

void lint_conditions(const LintInput& input, LoadLog& log) {
  ConditionLints(input, log).run();
}

}  // namespace sysreel::rules
