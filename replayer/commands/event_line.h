// One event as a line of `sysreel dump`, as text or as JSON.
#pragma once

#include <cstdint>
#include <string>

#include "format/event_block.h"

namespace sysreel {

// What the lines of a capture have in common.
struct EventLineContext {
  const Catalogue& catalogue;
  uint64_t wall_offset = 0;  // CLOCK_REALTIME minus CLOCK_BOOTTIME, of the capture's header
};

// {"num":…,"time":…,"type":…,"source":…,"tid":…,"pid":…,"args":{…},"res":…}
void append_event_json(std::string& out, const EventRef& event, const EventLineContext& context);

// number time cpu pid/tid type name=value …; bytes from the capture are made safe for a terminal.
void append_event_text(std::string& out, const EventRef& event, const EventLineContext& context);

}  // namespace sysreel
