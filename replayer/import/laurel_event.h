// Laurel's JSON (one object an audit event) as the records that it was made from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/json_document.h"

namespace sysreel {

// Whether a text begins like an event of Laurel's: {"ID":"1615114232.375:15558"
bool begins_laurel(std::string_view text);

// Appends one record a line, as the kernel would have written it; what Laurel adds (names, parents) stands
// behind the group separator or in records of its own names. Returns the event's time, wall ns; nothing when
// the object is no such event.
std::optional<uint64_t> append_laurel_event(std::string& out, JsonValue root);

}  // namespace sysreel
