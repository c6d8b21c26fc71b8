// Parses the text of catalogue rows (grammar in catalogue.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "format/catalogue/event_kind.h"

namespace sysreel {

// Appends the rows of `text` to `out`; they hold views into `text`, which must live as long. Returns what is
// wrong with the first bad row, "" if nothing is.
std::string parse_rows(std::string_view text, std::vector<EventKind>& out);

}  // namespace sysreel
