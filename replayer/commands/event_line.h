// One event as a line of `sysreel dump`, as text or as JSON.
#pragma once

#include <cstdint>
#include <string>

#include "replayer/fields/extractor.h"

namespace sysreel {

struct EventLineStyle {
  bool colour = false;
  bool echo_text = false;  // -A: the text in buffers follows on lines of its own
};

// {"num":…,"time":…,"type":…,"source":…,"tid":…,"pid":…,"args":{…},"res":…}: values as stored.
void append_event_json(std::string& out, const Step& step);

// number time cpu command (pid/tid) type name=value …, in columns; names of descriptors, users, commands,
// flags and errors stand with or instead of their numbers. Bytes from the capture are made safe for a
// terminal.
void append_event_text(std::string& out, const FieldContext& context, const EventLineStyle& style);

}  // namespace sysreel
