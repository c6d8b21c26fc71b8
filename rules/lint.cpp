#include "rules/lint.h"

namespace sysreel::rules {

void lint(const LintInput& input, LoadLog& log) {
  lint_writing(input, log);
  lint_conditions(input, log);
}

}  // namespace sysreel::rules
