// Text for a terminal or table of limited width.
#pragma once

#include <cstddef>
#include <string>

namespace sysreel {

// `text` (UTF-8, already escaped) as it is if it has at most `columns` characters, else its beginning and
// "…", together `columns` characters. Never cuts inside a character.
std::string cut_to_width(std::string text, size_t columns);

}  // namespace sysreel
