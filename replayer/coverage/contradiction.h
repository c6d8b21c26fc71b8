// Contradiction: can a condition be true for any event at all?
//
// Along a conjunction every field of one value collects what its checks want of it: a set of texts, bounds of
// a number, that it must be there or must not. `or` tries its branches with what is collected so far. Only
// what is certain counts: a check that is not understood restricts nothing, and after a bounded number of
// steps the condition passes for possible.
#pragma once

#include <optional>
#include <string>

#include "rules/condition_outline.h"
#include "rules/program.h"

namespace sysreel {

// Why the condition is never true: "'fd.num > 5' cannot hold together with the other checks on fd.num".
// Nothing: it may be.
std::optional<std::string> contradiction_in(const rules::Program& program,
                                            const rules::ConditionOutline& outline);

}  // namespace sysreel
