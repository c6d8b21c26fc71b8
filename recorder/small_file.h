// Reads a file of /proc or /etc: in one piece, at most `limit` bytes, empty when it cannot be read.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace sysreel {

std::string read_small_file(const std::string& path, size_t limit);
std::optional<std::string> read_optional_file(const std::string& path, size_t limit);
std::optional<std::string> read_link(const std::string& path);

}  // namespace sysreel
