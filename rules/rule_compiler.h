// Resolved rules → program: outputs, type checks, code, the events of each rule.
#pragma once

#include <vector>

#include "rules/code_generator.h"
#include "rules/load_log.h"
#include "rules/load_options.h"
#include "rules/resolved.h"

namespace sysreel::rules {

// How a program's conditions were written, for explanations.
struct WrittenConditions {
  std::vector<const ResolvedRule*> rules;  // by RuleId
  CheckPredicates predicates;
};

WrittenConditions compile_rules(const Resolved& resolved, const LoadOptions& options, LoadLog& log,
                                Program& program);

}  // namespace sysreel::rules
