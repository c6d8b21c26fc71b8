// Sizes as users write them: "4096", "4KiB", "100MB". MB = 10^6, MiB = 2^20.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sysreel {

std::optional<uint64_t> parse_size(std::string_view text);

}  // namespace sysreel
