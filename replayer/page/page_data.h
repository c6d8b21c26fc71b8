// PageData: everything that a page shows, as one JSON object. Its shape is in page_data.cpp; page.js reads
// it.
//
// Findings are kept as text from the moment they come, so that a hundred thousand of them cost what they take
// on the page. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "replayer/page/string_pool.h"
#include "rules/program.h"

namespace sysreel {

class JsonWriter;
class ProcessHistory;
struct Finding;
struct FindingDetail;
struct ProcessLine;
struct ReportedCapture;
struct ReportedSpan;
struct ReportRun;

class PageData {
 public:
  void begin(const ReportRun& run);
  void add(const Finding& finding);
  // Ends the capture that the findings since the last call are of.
  void end_capture(const ReportedCapture& capture, const ProcessHistory& history);
  std::string json() const;

 private:
  struct RuleEntry {
    uint64_t findings = 0;
    std::vector<std::string> field_names;  // of its findings
    std::optional<uint64_t> outline;       // number of its condition
  };

  int64_t since_start(uint64_t wall_time);  // ns
  uint64_t line_number(const ProcessLine& line);
  uint64_t add_detail(const Finding& finding);
  void write_trace(JsonWriter& json, const FindingDetail& detail);
  void write_outline(const FindingDetail& detail);
  void write_nearby(JsonWriter& json, const FindingDetail& detail);
  void write_processes(JsonWriter& json, const ProcessHistory& history);
  void write_spans(JsonWriter& json, std::string_view key, const std::vector<ReportedSpan>& spans);
  void write_rules(JsonWriter& json) const;

  const rules::Program* program_ = nullptr;
  std::vector<std::string> rule_files_;
  bool match_all_ = false;
  StringPool strings_;
  std::optional<uint64_t> start_;  // wall ns that times are counted from
  std::map<rules::RuleId, RuleEntry> rules_;
  uint64_t captures_done_ = 0;
  uint64_t details_done_ = 0;
  uint64_t outlines_done_ = 0;
  uint64_t lines_done_ = 0;
  std::map<std::string, uint64_t> lines_;  // by their JSON
  std::string findings_;                   // JSON values joined by commas
  std::string details_;
  std::string outlines_;
  std::string captures_;
  std::string line_texts_;
};

}  // namespace sysreel
