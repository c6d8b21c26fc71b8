#include "rules/resolved.h"

#include <algorithm>
#include <utility>

#include "rules/check_values.h"
#include "rules/exception_text.h"
#include "rules/output_template.h"
#include "rules/parser.h"

namespace sysreel::rules {
namespace {

constexpr std::string_view kCompile = "LOAD_ERR_COMPILE_CONDITION";
constexpr std::string_view kInvalid = "LOAD_ERR_VALIDATE";

class Resolver {
 public:
  Resolver(const Collection& collection, const ResolveOptions& options, ListExpander& lists, LoadLog& log,
           Resolved& out)
      : collection_(collection), options_(options), lists_(lists), log_(log), out_(out) {}

  void run() {
    for (const MacroDefinition& macro : collection_.macros.all()) {
      SourceText text = joined(macro.condition);
      out_.macros.add({macro.name.text, parse(std::move(text), {"macro", macro.name.text}), macro.age.defined,
                       macro.age.changed});
    }
    for (const auto& [macro, problem] : out_.macros.resolve_all()) report(problem, {"macro", macro->name});
    for (const RuleDefinition& rule : collection_.rules.all())
      if (!rule.unknown_source) resolve_rule(rule);
  }

 private:
  static SourceText joined(const std::vector<SourcedText>& parts) {
    SourceText text;
    for (const SourcedText& part : parts) {
      if (&part != parts.data()) text.append_made(" ");
      text.append(part);
    }
    return text;
  }

  // Outputs come before conditions: a rule that is skipped for its output is not looked at further.
  bool is_skipped_for_output(const RuleDefinition& rule) const {
    if (!rule.skip_if_unknown_filter) return false;
    Program program;
    Checker checker(program);
    std::vector<Finding> findings;
    std::string output = joined(rule.output).text();
    for (size_t at = output.find(kContainerInfo); at != std::string::npos; at = output.find(kContainerInfo))
      output.erase(at, kContainerInfo.size());
    compile_output(output, checker, {rule.source, options_.falco_compatible}, findings);
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& finding) { return finding.unknown_name; });
  }

  void resolve_rule(const RuleDefinition& rule) {
    const About about{"rule", rule.name.text};
    ResolvedRule resolved{&rule};
    if (is_skipped_for_output(rule)) return out_.rules.push_back(resolved);
    SourceText text = joined(rule.condition);
    if (add_exceptions(text, rule.exceptions, rule.name.text, options_.falco_compatible, log_))
      resolved.root = parse(std::move(text), about);
    if (resolved.root != nullptr) {
      const auto problems = out_.macros.resolve(*resolved.root, MacroTable::kSeesAll);
      for (const MacroTable::Problem& problem : problems) report(problem, about);
      if (!problems.empty()) resolved.root = nullptr;
    }
    out_.rules.push_back(resolved);
  }

  const Node* parse(SourceText text, About about) {
    const auto id = static_cast<uint32_t>(out_.texts.size());
    const SourceText::Origin start = text.origin(0);
    if (!lists_.expand(text)) {
      log_.error(kCompile, about, start.at, "the lists make the condition too large",
                 "at most " + std::to_string(kMaxListItems) + " items in one condition, " +
                     std::to_string(kMaxListItemsInAll) + " in all");
      return nullptr;
    }
    out_.texts.push_back({std::move(text), about.type, about.name});
    ParseOptions options;
    options.falco_compatible = options_.falco_compatible;
    options.text_id = id;
    const Parsed parsed = parse_condition(out_.texts.back().text.text(), out_.arena, out_.next_id, options);
    if (parsed.root == nullptr)
      report_at(out_, log_, Severity::kError, kCompile, about, id, parsed.error.offset, parsed.error.message,
                parsed.error.hint);
    return parsed.root;
  }

  void report(const MacroTable::Problem& problem, About about) {
    using Kind = MacroTable::Problem::Kind;
    const Node& node = *problem.node;
    const std::string name(node.text);
    const auto add = [&](std::string_view code, std::string message, std::string hint = {}) {
      report_at(out_, log_, Severity::kError, code, about, node.text_id, node.offset, std::move(message),
                std::move(hint));
    };
    switch (problem.kind) {
      case Kind::kUndefined:
        if (!options_.incomplete && !collection_.broken_macros.contains(name))
          add(kInvalid, "there is no macro '" + name + "'", hint_for(node.text));
        return;
      case Kind::kLoop:
        return add(kInvalid, "the macro '" + name + "' refers to itself");
      case Kind::kTooDeep:
        return add(kInvalid, "the condition is nested too deeply when its macros are written out");
      case Kind::kTooLarge:
        return add(kInvalid, "the condition has too many checks when its macros are written out");
      case Kind::kBroken:
        return;  // reported where the macro is
    }
  }

  std::string hint_for(std::string_view name) const {
    if (out_.macros.find(name) != nullptr)
      return "it is defined, but only after this macro: a macro sees those before it";
    if (collection_.lists.find(name) != nullptr)
      return "there is a list of this name: use it with 'in (" + std::string(name) + ")'";
    std::vector<std::string_view> names;
    for (const MacroDefinition& macro : collection_.macros.all()) names.push_back(macro.name.text);
    return nearest_name(name, names);
  }

  const Collection& collection_;
  const ResolveOptions& options_;
  ListExpander& lists_;
  LoadLog& log_;
  Resolved& out_;
};

}  // namespace

void resolve(const Collection& collection, const ResolveOptions& options, ListExpander& lists, LoadLog& log,
             Resolved& out) {
  Resolver(collection, options, lists, log, out).run();
}

void report_at(const Resolved& resolved, LoadLog& log, Severity severity, std::string_view code, About about,
               uint32_t text_id, size_t offset, std::string message, std::string hint,
               std::vector<std::string> context) {
  const SourceText::Origin origin = resolved.texts[text_id].text.origin(offset);
  log.add(severity, code, about, origin.at, origin.offset, std::move(message), std::move(hint),
          std::move(context));
}

}  // namespace sysreel::rules
