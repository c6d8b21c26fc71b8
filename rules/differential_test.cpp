// Generated conditions over generated values: the compiled program and the obvious evaluator always agree,
// and what the prover calls impossible never happens.
#include <doctest/doctest.h>

#include <random>
#include <string>

#include "rules/evaluation.h"
#include "rules/filter.h"
#include "rules/parser.h"
#include "rules/pipeline.h"
#include "rules/prover.h"
#include "rules/rule_compiler.h"
#include "rules/testing/condition_maker.h"

namespace sysreel::rules {
namespace {

TEST_CASE("compiled programs agree with the obvious evaluator") {
  ConditionMaker make(std::mt19937(7));
  EvaluationScratch scratch;
  size_t hits = 0;
  for (int i = 0; i < 2000; ++i) {
    const std::string condition = make.condition(3);
    CAPTURE(condition);
    const Filter filter = compile_filter(condition, {});
    REQUIRE(filter.compiled);
    Arena arena;
    uint32_t ids = 0;
    const Parsed parsed = parse_condition(condition, arena, ids, {});
    for (int k = 0; k < 10; ++k) {
      MadeEvent event(make);
      event.reader.bind(filter.program);
      const bool compiled = matches(filter.program, filter.program.rules[0], event.reader, scratch);
      const bool obvious =
          obviously_matches(*parsed.root, [&](const std::string& field) { return event.plain[field]; });
      CHECK(compiled == obvious);
      hits += compiled ? 1 : 0;
    }
  }
  CHECK(hits > 2000);
  CHECK(hits < 18'000);
}

TEST_CASE("what is proved impossible never happens") {
  ConditionMaker make(std::mt19937(11));
  EvaluationScratch scratch;
  size_t proofs = 0;
  for (int i = 0; i < 3000; ++i) {
    // Conditions in pairs, so that one also has to hold without the other.
    const std::string one = make.condition(2);
    const std::string other = make.below(2) == 0 ? make.condition(2) : make.text_check() + " or " + one;
    CAPTURE(one);
    CAPTURE(other);
    const auto rule = [](const std::string& name, const std::string& condition) {
      std::string text =
          "- rule: " + name + "\n  desc: d\n  output: o\n  priority: info\n  condition: >\n    ";
      return text + condition + "\n";
    };
    const auto pipeline = run_pipeline({{"a", rule("one", one) + rule("other", other)}}, {});
    REQUIRE(pipeline->result.loaded());
    const Program& program = pipeline->result.program;
    Prover prover(program, pipeline->conditions.predicates, pipeline->resolved.macros);
    const std::string source = "syscall";
    const Node* roots[] = {pipeline->resolved.rules[0].root, pipeline->resolved.rules[1].root};
    const bool possible = prover.possible(source, {roots[0], true});
    const bool avoidable = prover.possible(source, {roots[0], false});
    Prover::Base base = prover.assume(source, {{roots[0], true}});
    const bool alone = prover.possible(base, {roots[1], false});
    proofs += (possible ? 0 : 1) + (avoidable ? 0 : 1) + (alone ? 0 : 1);
    if (possible && avoidable && alone) continue;
    for (int k = 0; k < 300; ++k) {
      MadeEvent event(make);
      event.reader.bind(program);
      const bool first = matches(program, program.rules[0], event.reader, scratch);
      const bool second = matches(program, program.rules[1], event.reader, scratch);
      if (!possible) CHECK_FALSE(first);
      if (!avoidable) CHECK(first);
      if (!alone) CHECK_FALSE((first && !second));
    }
  }
  CHECK(proofs > 300);
}

}  // namespace
}  // namespace sysreel::rules
