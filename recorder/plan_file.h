// Plan files: which events the rules of `sysreel rules plan` can match, so that the recorder needs no rules.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace sysreel {

struct RecordingPlan {
  std::vector<std::string> events;
  std::vector<std::string> generated_from;  // rule files
};

// `name` stands in messages: "name:line:col: what is wrong".
Result<RecordingPlan> parse_plan(std::string text, const std::string& name);
Result<RecordingPlan> read_plan(const std::string& path);

}  // namespace sysreel
