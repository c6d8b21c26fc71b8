// Expectations written from what happened, for review (`sysreel test --bless`).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "replayer/expect/test_outcome.h"

namespace sysreel {

struct Finding;

// The fields of a finding that say what happened and stay the same when the same thing is recorded again: no
// times, numbers of processes, ports or descriptors, and no text that a YAML file could not hold.
std::vector<WhereField> stable_fields(const Finding& finding);

// `text` of a test file with its `expect` list replaced by one that the outcome satisfies: one entry a rule
// and combination of stable fields, or one a rule where there are many. Rules that are expected not to fire
// and did not are kept. Everything else of the file stays as it is. kInvalid for a file whose map is written
// in braces, where lines are no keys.
Result<std::string> blessed_text(std::string_view text, const TestOutcome& outcome);

}  // namespace sysreel
