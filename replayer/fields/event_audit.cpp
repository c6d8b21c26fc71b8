#include "replayer/fields/event_audit.h"

#include <algorithm>

namespace sysreel {

void EventAudit::parse() {
  parsed_ = true;
  records_.clear();
  const EventRef& event = step_->event;
  // As for JSON: a hostile block may name any kind.
  if (event.block().source != EventSource::kLinuxAudit || !step_->kind->has(kPlugin) || !event.has(0)) return;
  std::string_view text = event.text(0);
  std::string_view problem;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    if (const auto record = parse_audit_record(text.substr(0, end), problem)) records_.push_back(*record);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace sysreel
