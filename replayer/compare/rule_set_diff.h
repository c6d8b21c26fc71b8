// RuleSetDiff: what a change of rules does to the findings, from one reading of each capture.
//
// Two replays, one a rule set, take the same blocks in turn. A finding of one is compared with the other's of
// the same event and rule. Memory is bounded by the findings of one block, and by kMaxDifferences, beyond
// which differences are counted only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "replayer/detector/detector.h"

namespace sysreel::rules {
struct Pipeline;
}

namespace sysreel {

inline constexpr size_t kMaxDifferences = 100'000;

enum class Change : uint8_t { kAdded, kRemoved, kChanged };
std::string_view name_of(Change change);  // "added"

// A finding that only one rule set makes, or that reads differently. Texts are bytes as recorded.
struct FindingDifference {
  Change change = Change::kAdded;
  std::string rule;
  std::string file;
  std::string capture;  // id
  uint64_t event = 0;
  std::optional<std::string> before;  // its output
  std::optional<std::string> after;
};

struct RuleDifference {
  Change change = Change::kAdded;
  std::string rule;
  std::vector<std::string> parts;     // kChanged: condition, output, priority, tags, enabled, source
  std::optional<std::string> before;  // the condition
  std::optional<std::string> after;
};

struct RuleSetCost {
  size_t rules = 0;
  size_t predicates = 0;
  uint64_t nanoseconds = 0;  // state and rules over all captures; varies from run to run
};

struct RuleSetDifference {
  std::vector<RuleDifference> rules;
  std::vector<FindingDifference> findings;  // in the order of captures and events
  std::array<uint64_t, 3> changes{};        // by Change, of findings, beyond kMaxDifferences too
  uint64_t unchanged = 0;
  uint64_t events = 0;
  uint64_t lost = 0;
  RuleSetCost before;
  RuleSetCost after;
  bool any() const { return !rules.empty() || changes[0] + changes[1] + changes[2] > 0; }
};

// An error is that of the first capture that cannot be used; its message begins with the path. `key_file`
// opens sealed captures.
Result<RuleSetDifference> compare_rule_sets(const std::vector<std::string>& captures,
                                            const rules::Pipeline& before, const rules::Pipeline& after,
                                            Matching matching, const std::string& key_file = {});

}  // namespace sysreel
