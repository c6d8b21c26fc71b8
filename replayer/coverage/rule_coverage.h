// RuleCoverage: could a rule have fired on these captures? Blind is not quiet: a rule that looked and found
// nothing is told from one that could not see.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "replayer/coverage/observations.h"

namespace sysreel::rules {
struct Pipeline;
}

namespace sysreel {

enum class CoverageVerdict : uint8_t { kFired, kCouldFire, kBlind, kDisabled };
std::string_view name_of(CoverageVerdict verdict);  // "could-fire"

struct UnusedItems {
  std::string check;
  std::vector<std::string> items;  // that no value equalled
};

struct RuleCoverage {
  std::string rule;
  std::string source;
  CoverageVerdict verdict = CoverageVerdict::kCouldFire;
  uint64_t count = 0;                   // findings
  std::vector<std::string> reasons;     // why it did not fire
  uint32_t checks = 0;                  // places in the condition
  std::vector<std::string> never_true;  // checks, distinct; of rules that looked at events
  std::vector<UnusedItems> unused_items;
};

// What the captures' headers and streams say.
struct CaptureCoverage {
  uint64_t captures = 0;
  std::vector<uint64_t> unrecorded;  // by RuleId: captures in which none of its events were recorded
  std::set<std::string> redacted;    // fields that a redaction policy names
  bool first_match = true;           // findings are those of the first matching rule
};

std::vector<RuleCoverage> judge_coverage(const rules::Pipeline& pipeline, const Observations& seen,
                                         const CaptureCoverage& captures);

// The fields that a redaction policy (YAML, CaptureHeader::redaction) names, with those made of them.
std::set<std::string> redacted_fields(const std::string& policy);

}  // namespace sysreel
