// OutputFormat: a rule's output template, filled in for one event.
#pragma once

#include <memory>

#include "replayer/detector/field_reader.h"
#include "replayer/report/finding.h"

namespace sysreel::rules {
class EvaluationScratch;
}

namespace sysreel {

class OutputFormat {
 public:
  // Both must outlive the object; the reader must stand on the event when fill() is called.
  OutputFormat(const rules::Program& program, EventFields& fields);
  ~OutputFormat();

  // Sets the finding's message and fields.
  void fill(const rules::CompiledRule& rule, uint64_t wall_time, Finding& finding);

 private:
  const rules::Program& program_;
  EventFields& fields_;
  std::unique_ptr<rules::EvaluationScratch> scratch_;
};

// The value that an output shows for an operand. Text it makes lives in `scratch` until its clear().
rules::Value output_value(const rules::Program& program, rules::OperandId operand, EventFields& fields,
                          rules::EvaluationScratch& scratch);

// Values as Falco prints them: missing is "<NA>", a list "(a,b)", what is not printable in a buffer a dot.
void append_value_text(std::string& out, const rules::Value& value, std::string_view field_name);
// Numbers as numbers, missing as null; times of day as nanoseconds since the epoch.
void append_value_json(std::string& out, const rules::Value& value, std::string_view field_name,
                       uint64_t wall_time);

}  // namespace sysreel
