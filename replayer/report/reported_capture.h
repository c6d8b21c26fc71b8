// ReportedCapture: what a report says about a capture as a whole, known when its replay has ended.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sysreel {

// A stretch of wall time, ns since the epoch.
struct ReportedSpan {
  uint64_t from = 0;
  std::optional<uint64_t> to;  // nothing: to the end and beyond
  uint64_t lost = 0;           // events
};

struct BlindRule {
  std::string rule;
  std::string reason;
};

struct ReportedCapture {
  std::string path;  // as the user gave it
  std::string id;    // hex
  std::string host;  // these are empty where the capture does not say
  std::string system;
  std::string kernel;
  std::string recorder;
  std::string command;
  std::string redaction;
  std::string state;              // closed, indexed, incomplete, damaged
  std::optional<uint64_t> first;  // of the events, wall ns
  std::optional<uint64_t> last;
  uint64_t events = 0;
  uint64_t bytes = 0;
  uint64_t lost = 0;
  std::map<std::string, uint64_t> lost_by_reason;
  std::vector<ReportedSpan> lost_spans;
  std::vector<ReportedSpan> not_watched;
  std::vector<std::string> damage;
  std::vector<BlindRule> blind;
};

}  // namespace sysreel
