// A condition's trace for people and for programs.
#pragma once

#include <cstdint>
#include <string>

#include "replayer/explain/condition_trace.h"

namespace sysreel {

class JsonWriter;

struct TraceTextOptions {
  uint32_t width = 100;  // columns; longer checks and values are cut
  bool colour = false;
  std::string indent;
};

// A line a part: its answer, the part indented as it nests, the values, and a mark where it was decided.
void append_trace(std::string& out, const rules::ConditionOutline& outline, const ConditionTrace& trace,
                  const TraceTextOptions& options);
// One JSON object: kind, answer, reached, decides, blocks; check, values, item, exception; macro; file, line,
// column; parts.
void write_trace(JsonWriter& json, const rules::ConditionOutline& outline, const ConditionTrace& trace);

// {"fd.name":"/tmp/x","proc.name":null}
void write_values(JsonWriter& json, const TracedPart& traced);

// "fd.name startswith /etc/ is false: fd.name is /tmp/x", for the checks that stand in the way; harmless for
// a terminal.
std::string blocking_text(const rules::ConditionPart& part, const TracedPart& traced, uint32_t width);

}  // namespace sysreel
