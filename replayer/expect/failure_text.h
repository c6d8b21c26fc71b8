// A failed expectation in words, the same for every report.
#pragma once

#include <string>
#include <vector>

#include "replayer/expect/test_outcome.h"

namespace sysreel {

// "Sensitive file read: expected 2 with proc.name = cat, found 1". Bytes as they are.
std::string headline(const TestFailure& failure);

// What was found instead and the nearest misses, one a line, two blanks a level; harmless for a terminal.
std::vector<std::string> explanation(const TestFailure& failure);

// "Log file deleted fired 2 times and no expectation names it".
std::string headline(const UnexpectedRule& rule);
std::vector<std::string> explanation(const UnexpectedRule& rule);

// Why a test could not be run, one a line; diagnostics with their source lines.
std::vector<std::string> error_lines(const TestOutcome& outcome, bool colour);

}  // namespace sysreel
