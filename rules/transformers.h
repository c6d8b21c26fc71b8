// The functions of the language: tolower toupper b64 basename len join getopt. Missing in, missing out.
#pragma once

#include <string_view>

#include "rules/evaluation_scratch.h"
#include "rules/program.h"

namespace sysreel::rules {

// The transformers of one argument. On a list they act on each element, except len, which counts them.
Value transform_one(Transformer transformer, const Value& value, EvaluationScratch& scratch);
Value join_values(const Value& separator, const Value& list, EvaluationScratch& scratch);
// Options of an argument list as getopt(3) finds them by `description`. With `selected` (one character) the
// value of that option's last occurrence, else all options, each followed by its value.
Value get_options(const Value& arguments, std::string_view description, std::string_view selected,
                  EvaluationScratch& scratch);
// A single value as text.
std::string_view as_text(const Value& value, EvaluationScratch& scratch);

}  // namespace sysreel::rules
