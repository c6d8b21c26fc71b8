#include "replayer/fields/event_json.h"

namespace sysreel {

void EventJson::parse() {
  parsed_ = true;
  root_ = {};
  const EventRef& event = step_->event;
  // A hostile block may name any kind: only that of the source holds JSON, as its first parameter.
  if (event.block().source != EventSource::kK8sAudit || !step_->kind->has(kPlugin) || !event.has(0)) return;
  ++parsed_events_;
  document_.parse(event.text(0));
  root_ = document_.root();
}

}  // namespace sysreel
