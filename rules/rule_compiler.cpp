#include "rules/rule_compiler.h"

#include <algorithm>
#include <utility>

#include "rules/code_generator.h"
#include "rules/condition_scan.h"
#include "rules/output_template.h"
#include "rules/selection.h"

namespace sysreel::rules {
namespace {

constexpr uint32_t kManyCodes = 100;
// Macros are written out in every rule; each is limited, and so are all together.
constexpr size_t kMostCode = 20'000'000;

class RuleCompiler {
 public:
  RuleCompiler(const Resolved& resolved, const LoadOptions& options, LoadLog& log, Program& program)
      : resolved_(resolved),
        options_(options),
        log_(log),
        program_(program),
        checker_(program),
        generator_(program, checker_, &resolved.macros),
        deduction_(&resolved.macros, options.falco_compatible),
        scan_(resolved.macros) {}

  void compile(const ResolvedRule& rule) {
    const RuleDefinition& definition = *rule.definition;
    const About about{"rule", definition.name.text};
    const FieldScope scope{definition.source, options_.falco_compatible};
    CompiledRule compiled;
    compiled.name = definition.name.text;
    compiled.description = joined(definition.description);
    compiled.priority = definition.priority;
    compiled.source = definition.source;
    compiled.tags.assign(definition.tags.begin(), definition.tags.end());
    compiled.enabled = is_enabled(definition, options_);
    const bool output = compile_output_of(definition, scope, compiled);
    if (rule.root == nullptr) return;
    warn(*rule.root, about);
    if (!compile_condition(*rule.root, definition, scope, compiled) || !output) return;
    const EventDeduction::Result& events = deduction_.deduce(*rule.root);
    compiled.kinds = events.kinds;
    if (definition.source == "syscall" && events.falco_codes > kManyCodes && definition.warn_evttypes)
      log_.warning("LOAD_NO_EVTTYPE", about, definition.name.at,
                   "the rule looks at too many kinds of events, which is slow",
                   "add a check on evt.type that is true for few, or set warn_evttypes: false");
    if (definition.source != "syscall") compiled.kinds.unrestricted = true;
    program_.rules.push_back(std::move(compiled));
    written_.rules.push_back(&rule);
  }

  WrittenConditions take_written() {
    written_.predicates = std::move(generator_.predicates());
    return std::move(written_);
  }

 private:
  static std::string joined(const std::vector<SourcedText>& parts) {
    std::string out;
    for (const SourcedText& part : parts) out += (out.empty() ? "" : " ") + std::string(part.text);
    return out;
  }

  void warn(const Node& root, About about) {
    const ConditionScan::Result result = scan_.scan(root);
    if (result.not_available != nullptr)
      report(Severity::kWarning, "LOAD_UNSAFE_NA_CHECK", about, *result.not_available,
             "the field is compared with the text <NA>, which it never is",
             "use 'exists' to ask whether it has a value");
    for (const auto& [bit, node] : result.deprecated_at)
      report(Severity::kWarning, "LOAD_DEPRECATED_ITEM", about, *node,
             "the field '" + std::string(deprecated_fields()[bit]) + "' is deprecated", "");
  }

  void report(Severity severity, std::string_view code, About about, const Node& node, std::string message,
              std::string hint, std::vector<std::string> context = {}) {
    report_at(resolved_, log_, severity, code, about, node.text_id, node.offset, std::move(message),
              std::move(hint), std::move(context));
  }

  bool compile_condition(const Node& root, const RuleDefinition& definition, const FieldScope& scope,
                         CompiledRule& compiled) {
    if (program_.code.size() > kMostCode) {
      log_.error("LOAD_ERR_COMPILE_CONDITION", {"rule", definition.name.text}, definition.name.at,
                 "the rules have too many checks when their macros are written out");
      return false;
    }
    std::vector<Finding> findings;
    const bool good = generator_.generate(root, scope, compiled, findings);
    // Falco gives up at the first error, so that one decides whether the rule may be skipped.
    const auto first = std::find_if(findings.begin(), findings.end(), [](const Finding& finding) {
      return finding.severity == Severity::kError;
    });
    const bool skip = definition.skip_if_unknown_filter && first != findings.end() && first->unknown_name;
    for (size_t i = 0; i < findings.size(); ++i) {
      Finding& finding = findings[i];
      const bool error = finding.severity == Severity::kError;
      // A rule that is skipped gives its reason and nothing else.
      if (skip && &finding != &*first) continue;
      const std::string_view code = !error ? finding.code
                                    : skip ? "LOAD_UNKNOWN_FILTER"
                                           : "LOAD_ERR_COMPILE_CONDITION";
      std::vector<std::string> context;
      if (!generator_.trails()[i].macros.empty()) {
        std::string line = "in macro " + std::string(generator_.trails()[i].macros.back());
        for (auto macro = generator_.trails()[i].macros.rbegin() + 1;
             macro != generator_.trails()[i].macros.rend(); ++macro)
          line += ", used by macro " + std::string(*macro);
        context.push_back(line + ", used by rule " + std::string(definition.name.text));
      }
      report(error && skip ? Severity::kWarning : finding.severity, code, {"rule", definition.name.text},
             *finding.node, std::move(finding.message), std::move(finding.hint), std::move(context));
    }
    return good;
  }

  // False: the rule must be left out.
  bool compile_output_of(const RuleDefinition& definition, const FieldScope& scope, CompiledRule& compiled) {
    const About about{"rule", definition.name.text};
    SourceText text;
    for (const SourcedText& part : definition.output) {
      if (!text.empty()) text.append_made(" ");
      append_output(part, about, text);
    }
    compiled.output_text = text.text();
    for (const std::string_view field : deprecated_fields()) {
      const size_t at = compiled.output_text.find(field);
      if (at == std::string::npos) continue;
      const SourceText::Origin origin = text.origin(at);
      log_.add(Severity::kWarning, "LOAD_DEPRECATED_ITEM", about, origin.at, origin.offset,
               "the field '" + std::string(field) + "' is deprecated", "", {});
    }
    std::vector<Finding> findings;
    OutputTemplate output = compile_output(compiled.output_text, checker_, scope, findings, known_fields_);
    compiled.output = std::move(output.parts);
    for (Finding& finding : findings) {
      const SourceText::Origin origin = text.origin(finding.offset);
      const bool skip = definition.skip_if_unknown_filter && finding.unknown_name;
      log_.add(skip ? Severity::kWarning : Severity::kError,
               skip ? "LOAD_UNKNOWN_FILTER" : "LOAD_ERR_COMPILE_OUTPUT", about, origin.at, origin.offset,
               std::move(finding.message), std::move(finding.hint), {});
    }
    return output.good;
  }

  void append_output(const SourcedText& part, About about, SourceText& text) {
    size_t from = 0;
    for (size_t at = part.text.find(kContainerInfo); at != std::string::npos;
         at = part.text.find(kContainerInfo, from)) {
      text.append(std::string_view(part.text).substr(from, at - from), part.at, static_cast<uint32_t>(from));
      log_.add(Severity::kWarning, "LOAD_DEPRECATED_ITEM", about, part.at, at,
               "%container.info is deprecated and stands for nothing",
               "name the fields: %container.id %container.name", {});
      from = at + kContainerInfo.size();
    }
    text.append(std::string_view(part.text).substr(from), part.at, static_cast<uint32_t>(from));
  }

  const Resolved& resolved_;
  const LoadOptions& options_;
  LoadLog& log_;
  Program& program_;
  Checker checker_;
  CodeGenerator generator_;
  EventDeduction deduction_;
  ConditionScan scan_;
  OutputFields known_fields_;
  WrittenConditions written_;
};

}  // namespace

WrittenConditions compile_rules(const Resolved& resolved, const LoadOptions& options, LoadLog& log,
                                Program& program) {
  program.falco_compatible = options.falco_compatible;
  RuleCompiler compiler(resolved, options, log, program);
  for (const ResolvedRule& rule : resolved.rules) compiler.compile(rule);
  return compiler.take_written();
}

}  // namespace sysreel::rules
