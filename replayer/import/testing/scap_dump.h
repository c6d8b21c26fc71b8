// What a ScapReader makes of a file, as text: a line for the header, for each row of a snapshot and each
// event.
#pragma once

#include <span>
#include <string>

namespace sysreel {

// Missing values are left out. An error of opening or reading ends the text; damage stands at the end.
std::string scap_dump(std::span<const uint8_t> bytes);

}  // namespace sysreel
