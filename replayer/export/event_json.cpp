#include "replayer/export/event_json.h"

#include "base/wall_time.h"
#include "format/catalogue/call_name.h"
#include "format/param_json.h"

namespace sysreel {

void write_event_head(JsonWriter& json, const Step& step) {
  const EventRef& event = step.event;
  json.field("num", event.number());
  json.field("time", rfc3339_of(step.wall_time));
  json.field("type", call_name(*step.kind));
  json.field("source", name_of(event.block().source));
  json.field("tid", event.thread().tid);
  json.field("pid", event.thread().pid);
}

void write_event_values(JsonWriter& json, const Step& step) {
  const EventKind& kind = *step.kind;
  json.key("args");
  json.begin_object();
  for (size_t i = 0; i < kind.params.size(); ++i) {
    json.key(kind.params[i].name);
    write_param(json, step.event, kind.params[i], i);
  }
  json.end_object();
  json.key("res");
  const int result = return_param(kind);
  if (result < 0) {
    json.null();
  } else {
    write_param(json, step.event, kind.params[static_cast<size_t>(result)], static_cast<size_t>(result));
  }
}

}  // namespace sysreel
