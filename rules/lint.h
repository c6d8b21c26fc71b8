// Hints about rules that load and probably do not mean what their author thinks. Falco has none of these.
//
//   LINT_NEVER_TRUE        a rule, or an alternative in it, that contradicts itself
//   LINT_SHADOWED_RULE     under first-match, an earlier rule matches whatever this one does
//   LINT_EVERY_KIND        the part of a condition that makes a rule look at every kind of event
//   LINT_UNUSED_EXCEPTION  an exception without values, or one that never applies
//   LINT_APPENDED_OR       and, or appended to a condition where they bind otherwise than they read
//   LINT_LIST_ONE_LEVEL    a list inside lists that Falco leaves as a text
//   LINT_SIMPLE_REGEX      a regular expression that says what `in` does
//   LINT_LONG_NAME         a process name longer than the kernel keeps
//   LINT_PLUGIN            a plugin whose fields are not known here
#pragma once

#include <string_view>

#include "rules/collection.h"
#include "rules/list_expansion.h"
#include "rules/load_log.h"
#include "rules/program.h"
#include "rules/resolved.h"
#include "rules/rule_compiler.h"

namespace sysreel::rules {

// What the stages made of rules that load without errors.
struct LintInput {
  const Collection& collection;
  const Resolved& resolved;
  const WrittenConditions& conditions;
  const Program& program;
  ListExpander& lists;
};

void lint(const LintInput& input, LoadLog& log);

// The two halves: what conditions say, and how rule files are written.
void lint_conditions(const LintInput& input, LoadLog& log);
void lint_writing(const LintInput& input, LoadLog& log);

}  // namespace sysreel::rules
