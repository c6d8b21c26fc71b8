// What running one expectation file gave.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "replayer/expect/expectation_file.h"
#include "replayer/explain/nearest_search.h"

namespace sysreel {

enum class TestVerdict : uint8_t { kPass, kFail, kError };

// A finding, in the words of a report.
struct FindingText {
  uint64_t event = 0;
  std::string message;
};

struct TestFailure {
  Expectation expectation;  // rule empty: the limit of loss
  uint64_t found = 0;
  std::string reason;  // why it could not have been otherwise: no such rule, disabled, blind; empty: none
  std::vector<FindingText> findings;  // the first of those that were found
  // The events that came nearest, with the conditions that their traces are of.
  std::vector<TracedEvent> nearest;
  rules::ConditionOutline rule_outline;
  rules::ConditionOutline where_outline;
};

// A rule that fired and that no expectation names.
struct UnexpectedRule {
  std::string rule;
  uint64_t count = 0;
  std::vector<FindingText> findings;  // the first of them
};

// The fields of one finding that a reviewer would write into `where`.
struct BlessedFinding {
  std::string rule;
  std::vector<WhereField> fields;
};

struct TestOutcome {
  std::string path;
  TestVerdict verdict = TestVerdict::kPass;
  int exit_code = 0;  // of this test alone
  std::vector<TestFailure> failures;
  std::vector<UnexpectedRule> unexpected;
  Unexpected severity = Unexpected::kIgnore;  // of `unexpected`
  uint64_t lost = 0;
  Diagnostics diagnostics;              // of the test file and the rules
  std::string error;                    // of a capture that cannot be used
  std::vector<std::string> warnings;    // about captures
  std::vector<BlessedFinding> blessed;  // when asked for
  std::vector<std::string> inputs;      // captures and rule files, for --watch
};

}  // namespace sysreel
