// Resolved rules → program: outputs, type checks, code, the events of each rule.
#pragma once

#include "rules/load_log.h"
#include "rules/load_options.h"
#include "rules/resolved.h"

namespace sysreel::rules {

void compile_rules(const Resolved& resolved, const LoadOptions& options, LoadLog& log, Program& program);

}  // namespace sysreel::rules
