// Outlines keep macros, exceptions and places, and their checks are the program's predicates.
#include "rules/condition_outline.h"

#include <doctest/doctest.h>

#include "rules/pipeline.h"
#include "rules/predicate.h"

namespace sysreel::rules {
namespace {

constexpr std::string_view kRules = R"(- list: shells
  items: [sh, bash]
- macro: shell
  condition: proc.name in (shells)
- macro: opened
  condition: (evt.type = openat and not shell)
- rule: one
  desc: d
  output: o
  priority: INFO
  condition: >
    opened and
    (fd.name = /a or fd.num > 3)
  exceptions:
    - name: mine
      fields: [proc.name, fd.name]
      comps: [=, startswith]
      values: [[cat, /tmp]]
- rule: other source
  desc: d
  output: o
  source: linux_audit
  priority: INFO
  condition: evt.num > 5
)";

std::unique_ptr<Pipeline> run(std::string_view text) {
  auto pipeline = run_pipeline({{"r.yaml", std::string(text)}}, {});
  for (const Diagnostic& diagnostic : pipeline->result.diagnostics.all()) INFO(to_text(diagnostic, false));
  REQUIRE(pipeline->result.loaded());
  return pipeline;
}

}  // namespace

TEST_CASE("an outline is the condition as written") {
  const auto pipeline = run(kRules);
  const ConditionOutline outline = outline_of(*pipeline, 0);
  CHECK(to_text(outline) ==
        "and\n"
        "  and\n"
        "    macro opened\n"
        "      and\n"
        "        evt.type = openat\n"
        "        not\n"
        "          macro shell\n"
        "            proc.name in (sh, bash)\n"
        "    or\n"
        "      fd.name = /a\n"
        "      fd.num > 3\n"
        "  not\n"
        "    and\n"
        "      proc.name = cat  (exception mine)\n"
        "      fd.name startswith /tmp  (exception mine)\n");
  const Place& place = outline.parts[9].place;
  CHECK(place.file == "r.yaml");
  CHECK(place.line == 13);
  CHECK(place.column == 6);
  CHECK(outline.parts[2].place.line == 12);
}

TEST_CASE("the checks of an outline are those that the program runs") {
  const auto pipeline = run(kRules);
  const Program& program = pipeline->result.program;
  for (RuleId rule = 0; rule < program.rules.size(); ++rule) {
    std::vector<PredicateId> of_outline;
    for (const ConditionPart& part : outline_of(*pipeline, rule).parts)
      if (part.kind == ConditionPart::Kind::kCheck) of_outline.push_back(part.predicate);
    std::vector<PredicateId> of_code;
    const CompiledRule& compiled = program.rules[rule];
    for (uint32_t at = compiled.first; at < compiled.first + compiled.count; ++at) {
      const Instruction& instruction = program.code[at];
      if (instruction.op == OpCode::kTest || instruction.op == OpCode::kTestNot)
        of_code.push_back(instruction.operand);
    }
    CHECK(of_outline == of_code);
  }
}

}  // namespace sysreel::rules
