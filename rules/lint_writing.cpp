// Hints about how rules are written: what was appended where, lists inside lists, exceptions without values,
// regular expressions, names, plugins.
#include <array>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "rules/lint.h"
#include "rules/parser.h"
#include "rules/plugin_requirements.h"
#include "rules/regex_shape.h"

namespace sysreel::rules {
namespace {

constexpr size_t kCommBytes = 15;

std::string_view without_blanks(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

bool begins_with_word(std::string_view text, std::string_view word) {
  return text.starts_with(word) && text.size() > word.size() &&
         (text[word.size()] == '(' || text.find_first_of(" \t\r\n", word.size()) == word.size());
}

// Fields that hold what the kernel calls comm.
bool holds_comm(std::string_view field) {
  constexpr std::array<std::string_view, 6> kFields = {"proc.name",  "proc.pname",      "proc.aname",
                                                       "proc.sname", "proc.vpgid.name", "proc.pgid.name"};
  for (const std::string_view known : kFields)
    if (field == known) return true;
  return false;
}

class WritingLints {
 public:
  WritingLints(const LintInput& input, LoadLog& log) : input_(input), log_(log) {}

  void run() {
    for (const auto* missing : unmet_requirements(input_.collection, built_in_plugins()))
      hint("LINT_PLUGIN", {"required_plugin_versions", ""}, (*missing)[0].name.at,
           "the rules ask for the plugin '" + std::string((*missing)[0].name.text) + "' " +
               std::string((*missing)[0].version.text) + ", whose fields are not known here");
    for (const ListDefinition& list : input_.collection.lists.all()) look_at_list(list);
    for (const MacroDefinition& macro : input_.collection.macros.all()) {
      look_at_appended({"macro", macro.name.text}, macro.condition);
      if (const Macro* known = input_.resolved.macros.find(macro.name.text); known->root != nullptr)
        look_at_checks({"macro", macro.name.text}, *known->root);
    }
    for (const ResolvedRule& rule : input_.resolved.rules) {
      const About about{"rule", rule.definition->name.text};
      look_at_appended(about, rule.definition->condition);
      look_at_exceptions(about, rule.definition->exceptions);
      if (rule.root != nullptr) look_at_checks(about, *rule.root);
    }
  }

 private:
  void hint(std::string_view code, About about, SourceRef at, std::string message, std::string advice = {}) {
    log_.add(Severity::kHint, code, about, at, 0, std::move(message), std::move(advice), {});
  }

  void look_at_exceptions(About about, const std::vector<ExceptionItem>& exceptions) {
    for (const ExceptionItem& exception : exceptions)
      if (exception.values.empty())
        hint("LINT_UNUSED_EXCEPTION", about, exception.at,
             "the exception '" + exception.name + "' has no values, so that it excepts nothing");
  }

  static NodeKind kind_of(std::string_view text) {
    Arena arena;
    uint32_t ids = 0;
    const Parsed parsed = parse_condition(text, arena, ids, {});
    return parsed.root == nullptr ? NodeKind::kCheck : parsed.root->kind;
  }
  // Does an `or` stand outside of all parentheses? Then a check that is added does not reach all of it.
  static bool is_open_choice(std::string_view text) {
    return kind_of(std::string(text) + " and evt.num = 1") == NodeKind::kOr;
  }

  // `a or b` + `and c` means `a or (b and c)`; `a and b` + `or c` makes c an alternative to the whole.
  void look_at_appended(About about, const std::vector<SourcedText>& parts) {
    if (parts.size() < 2) return;
    std::string before(parts[0].text);
    for (size_t i = 1; i < parts.size(); ++i) {
      const std::string_view text = without_blanks(parts[i].text);
      if (begins_with_word(text, "and")) {
        if (is_open_choice(before))
          hint("LINT_APPENDED_OR", about, parts[i].at,
               "what is appended applies to the last alternative only: 'and' binds closer than the 'or' "
               "before",
               "put the first condition in parentheses");
        else if (is_open_choice(text.substr(3)))
          hint("LINT_APPENDED_OR", about, parts[i].at,
               "the 'or' in what is appended is an alternative to the whole condition, not to the check "
               "before "
               "it",
               "put what follows 'and' in parentheses");
      } else if (begins_with_word(text, "or") && about.type == "rule" && kind_of(before) == NodeKind::kAnd) {
        hint("LINT_APPENDED_OR", about, parts[i].at,
             "the appended 'or' is an alternative to the whole condition: none of the checks before apply to "
             "it",
             "append to a macro that the condition uses, or name the event type here too");
      }
      before.append(" ").append(parts[i].text);
    }
  }

  // Falco puts the items of an inner list in place, and leaves the lists among those as texts unless they are
  // defined later than the list that the condition names.
  void look_at_list(const ListDefinition& list) {
    if (!input_.lists.named(list.name.text)) return;
    for (const SourcedText& item : list.items) {
      const ListDefinition* inner = input_.collection.lists.find(item.text);
      if (inner == nullptr || inner == &list || inner->age.defined >= list.age.changed) continue;
      for (const SourcedText& deep : inner->items) {
        const ListDefinition* deepest = input_.collection.lists.find(deep.text);
        if (deepest == nullptr || deepest->age.defined > list.age.defined) continue;
        hint("LINT_LIST_ONE_LEVEL", {"list", inner->name.text}, deep.at,
             "Falco leaves '" + std::string(deep.text) + "' as a text in '" + std::string(list.name.text) +
                 "': it replaces lists one level deep",
             "--falco-compatible does the same; define '" + std::string(deep.text) + "' after '" +
                 std::string(list.name.text) + "' to mean the list in both");
      }
    }
  }

  void look_at_checks(About about, const Node& node) {
    if (node.kind == NodeKind::kMacro) return;
    if (node.kind == NodeKind::kCheck) return look_at_check(about, node);
    for (const Node* child : node.children) look_at_checks(about, *child);
  }

  void look_at_check(About about, const Node& check) {
    const Node* right = check.right();
    if (right == nullptr) return;
    const auto each_value = [&](auto look) {
      if (right->kind == NodeKind::kValue) look(*right);
      if (right->kind == NodeKind::kList)
        for (const Node* value : right->children) look(*value);
    };
    if (check.op == Operator::kRegex)
      each_value([&](const Node& value) { look_at_regex(about, check, value); });
    const bool exact = check.op == Operator::kEqual || check.op == Operator::kNotEqual ||
                       check.op == Operator::kIn || check.op == Operator::kIntersects;
    if (exact && check.left().kind == NodeKind::kField && holds_comm(check.left().text))
      each_value([&](const Node& value) { look_at_name(about, value); });
  }

  void at_value(std::string_view code, About about, const Node& value, std::string message,
                std::string advice) {
    report_at(input_.resolved, log_, Severity::kHint, code, about, value.text_id, value.offset,
              std::move(message), std::move(advice));
  }

  void look_at_regex(About about, const Node& check, const Node& value) {
    const std::string simpler = simpler_check(to_text(check.left()), value.text);
    if (!simpler.empty())
      at_value("LINT_SIMPLE_REGEX", about, value, "the regular expression only lists texts",
               "write " + simpler);
  }

  void look_at_name(About about, const Node& value) {
    if (value.text.size() <= kCommBytes) return;
    const SourceText::Origin origin = input_.resolved.texts[value.text_id].text.origin(value.offset);
    // An item of a list is reported once, however many conditions name the list.
    if (!seen_.emplace(origin.at.file, origin.at.node, origin.offset).second) return;
    at_value("LINT_LONG_NAME", about, value,
             "the kernel keeps 15 bytes of a process name: it is never '" + std::string(value.text) + "'",
             "compare with '" + std::string(value.text.substr(0, kCommBytes)) + "', or with proc.exepath");
  }

  const LintInput& input_;
  LoadLog& log_;
  std::set<std::tuple<uint32_t, uint32_t, uint32_t>> seen_;
};

}  // namespace

void lint_writing(const LintInput& input, LoadLog& log) {
  WritingLints(input, log).run();
}

}  // namespace sysreel::rules
