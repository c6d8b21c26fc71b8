// Bytes that a program read or wrote, as the text in them (-A): what was an HTTP request reads as one.
#pragma once

#include <string>
#include <string_view>

namespace sysreel {

// Line ends and tabs stay, carriage returns before a line end go, what a terminal cannot show as text is a
// dot.
void append_buffer_text(std::string& out, std::string_view bytes);

}  // namespace sysreel
