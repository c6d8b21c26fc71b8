// A parameter's value as JSON, as it is stored: what `dump --json` prints and docs/format.md "Values as JSON"
// specifies.
#pragma once

#include "base/json_writer.h"
#include "format/event_block.h"

namespace sysreel {

void write_param(JsonWriter& json, const EventRef& event, const Param& param, size_t index);

// Index of the parameter that holds the call's return value, -1 when the kind has none.
int return_param(const EventKind& kind);

// The parameter holds a sequence of NUL-terminated strings.
bool is_string_sequence(const Param& param);

std::string_view name_of(EventSource source);

}  // namespace sysreel
