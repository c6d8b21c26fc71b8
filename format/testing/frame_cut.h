// A capture's bytes cut into its frames, so that tests can shuffle them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sysreel {

// Frame header and payload of each frame; the trailer, if there is one, is the last element.
std::vector<std::string> cut_frames(std::string_view capture);

std::string join(const std::vector<std::string>& parts);

}  // namespace sysreel
