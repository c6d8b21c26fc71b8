// A traced event in words and as JSON.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "replayer/explain/nearest_search.h"

namespace sysreel {

class JsonWriter;

// "event 12, openat by cat (pid 7) at 2026-…Z: 1 check in the way". Harmless for a terminal.
std::string event_text(const TracedEvent& event);

// The checks in the way, of the rule with file, line and macro, then those of `where`, one a line; or that an
// earlier rule took the event.
std::vector<std::string> blocking_lines(const TracedEvent& event, const rules::ConditionOutline& rule,
                                        const rules::ConditionOutline& where, uint32_t width);

// Into an open object: event, time, type, process, pid, distance, taken_by, blocking.
void write_event(JsonWriter& json, const TracedEvent& event, const rules::ConditionOutline& rule,
                 const rules::ConditionOutline& where);

}  // namespace sysreel
