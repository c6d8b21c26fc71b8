// A finding as Falco's alert object and parts of it.
#pragma once

#include <string>

#include "replayer/report/finding.h"

namespace sysreel {

class JsonWriter;

// One JSON object; `sysreel` as INTERFACE.md has it.
void append_alert_json(std::string& out, const Finding& finding, bool with_sysreel);
// The value of output_fields: sorted keys, with evt.time.iso8601 among them.
void write_output_fields(JsonWriter& json, const Finding& finding);

}  // namespace sysreel
