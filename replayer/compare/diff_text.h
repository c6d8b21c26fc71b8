// A difference of rule sets as text, JSON lines, and Markdown for the comment of a pull request.
#pragma once

#include <string>

#include "replayer/compare/rule_set_diff.h"

namespace sysreel {

std::string diff_text(const RuleSetDifference& difference, bool colour);
// A line a difference: change, rule, capture, event, old, new; of rules capture and event are null.
std::string diff_json(const RuleSetDifference& difference);
// At most 60,000 bytes, which is what a comment may hold; what is left out is counted.
std::string diff_markdown(const RuleSetDifference& difference);

}  // namespace sysreel
