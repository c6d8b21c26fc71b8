// Bytes choose a condition and the values of an event: the compiled program and the obvious evaluator agree.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "rules/evaluation.h"
#include "rules/evaluation_scratch.h"
#include "rules/filter.h"
#include "rules/parser.h"
#include "rules/testing/condition_maker.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace rules = sysreel::rules;
  size_t at = 0;
  rules::ConditionMaker make([&] { return at < size ? data[at++] : 0U; });
  const std::string condition = make.condition(4);
  const rules::Filter filter = rules::compile_filter(condition, {});
  if (!filter.compiled) std::abort();
  rules::Arena arena;
  uint32_t ids = 0;
  const rules::Parsed parsed = rules::parse_condition(condition, arena, ids, {});
  rules::EvaluationScratch scratch;
  do {
    rules::MadeEvent event(make);
    event.reader.bind(filter.program);
    const auto plain = [&](const std::string& field) { return event.plain[field]; };
    if (rules::matches(filter.program, filter.program.rules[0], event.reader, scratch) !=
        rules::obviously_matches(*parsed.root, plain))
      std::abort();
  } while (at < size);
  return 0;
}
