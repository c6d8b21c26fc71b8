#include "rules/filter.h"

#include "rules/code_generator.h"
#include "rules/event_set.h"
#include "rules/output_template.h"
#include "rules/parser.h"
#include "rules/predicate.h"

namespace sysreel::rules {

Filter compile_filter(std::string_view condition, const FilterOptions& options) {
  Filter filter;
  Arena arena;
  uint32_t next_id = 0;
  ParseOptions parsing;
  parsing.max_depth = options.max_depth;
  parsing.falco_compatible = options.falco_compatible;
  const Parsed parsed = parse_condition(condition, arena, next_id, parsing);
  if (parsed.root == nullptr) {
    filter.findings.push_back(
        {Severity::kError, {}, parsed.error.message, parsed.error.hint, nullptr, parsed.error.offset, false});
    return filter;
  }
  filter.parsed = true;
  filter.tree = to_text(*parsed.root);
  Checker checker(filter.program);
  CodeGenerator generator(filter.program, checker, nullptr);
  CompiledRule rule;
  rule.name = "filter";
  rule.source = options.source;
  filter.compiled =
      generator.generate(*parsed.root, {options.source, options.falco_compatible}, rule, filter.findings);
  rule.kinds = EventDeduction(nullptr, options.falco_compatible).deduce(*parsed.root).kinds;
  if (options.source != "syscall") rule.kinds.unrestricted = true;
  filter.program.rules.push_back(std::move(rule));
  for (Finding& finding : filter.findings) {
    if (finding.node != nullptr) finding.offset = finding.node->offset;
    finding.node = nullptr;
  }
  return filter;
}

// A rule that every event satisfies.
static Filter match_everything(const FilterOptions& options) {
  Filter filter;
  filter.parsed = filter.compiled = true;
  filter.program.code = {{OpCode::kConstant, 1}, {OpCode::kEnd, 0}};
  CompiledRule rule;
  rule.source = options.source;
  rule.count = static_cast<uint32_t>(filter.program.code.size());
  rule.kinds.unrestricted = true;
  filter.program.rules.push_back(std::move(rule));
  return filter;
}

CompiledQuery compile_query(const Query& query, const FilterOptions& options) {
  CompiledQuery result;
  result.filter = query.condition ? compile_filter(*query.condition, options) : match_everything(options);
  if (!query.output || !result.filter.parsed) return result;
  Checker checker(result.filter.program);
  OutputTemplate output = compile_output(*query.output, checker, {options.source, options.falco_compatible},
                                         result.output_findings);
  result.output_compiled = output.good;
  CompiledRule& rule = result.filter.program.rules[0];
  rule.output = std::move(output.parts);
  rule.output_text = *query.output;
  return result;
}

}  // namespace sysreel::rules
