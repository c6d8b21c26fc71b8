// An expectation file (*.test.yaml) as written: which findings a rule set must make of which captures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "replayer/detector/detector.h"

namespace sysreel {

// How many findings are right.
struct ExpectedCount {
  uint64_t at_least = 1;
  std::optional<uint64_t> at_most;
  bool accepts(uint64_t count) const { return count >= at_least && (!at_most || count <= *at_most); }
};

// A field that a finding must have with this value; compared as `=`.
struct WhereField {
  std::string field;
  std::optional<std::string> value;  // nothing: the field must have no value
  Place place;
};

struct Expectation {
  std::string rule;
  Place place;
  ExpectedCount count;
  std::vector<WhereField> where;
};

enum class Unexpected : uint8_t { kIgnore, kWarn, kFail };

struct ExpectationFile {
  std::string path;
  std::vector<std::string> captures;  // relative ones are the file's folder's
  std::vector<std::string> rules;     // empty: the shipped ones
  Matching matching = Matching::kFirst;
  std::vector<Expectation> expect;
  Unexpected unexpected = Unexpected::kIgnore;
  std::optional<uint64_t> max_loss;
  Place loss_place;
};

// `path` is the file's own, for places and relative names. Every problem is reported; after an error the
// result must not be run.
ExpectationFile parse_expectations(const std::string& path, std::string_view text, Diagnostics& diagnostics);

// "2", "at least 1", "1 to 3"; with `where`: "2 with proc.name = cat".
std::string to_text(const Expectation& expectation);

}  // namespace sysreel
