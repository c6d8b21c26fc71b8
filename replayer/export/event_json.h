// What is stored of an event, as JSON: the members that `dump --json` and exports have in common.
#pragma once

#include "base/json_writer.h"
#include "replayer/state/step.h"

namespace sysreel {

// "num":…,"time":…,"type":…,"source":…,"tid":…,"pid":… into an open object.
void write_event_head(JsonWriter& json, const Step& step);
// "args":{…},"res":…
void write_event_values(JsonWriter& json, const Step& step);

}  // namespace sysreel
