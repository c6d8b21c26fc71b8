// Values that the BPF programs hand over in pieces, put together as docs/format.md has them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace sysreel {

// "c\0b\0a\0" → "/a/b/c"; nothing → "/".
void append_path(std::span<const uint8_t> components, std::string& out);

// Hierarchies with their components → "cpuset=/a/b\0cpu=/a\0…".
void append_cgroups(std::span<const uint8_t> bytes, std::string& out);

// A user's sockaddr → family byte and endpoint. Empty when the family is not one of ours or the bytes are too
// few.
void append_sockaddr(std::span<const uint8_t> raw, std::string& out);

// The path of a unix socket: ends at the first NUL; an abstract name loses its leading one.
void append_unix_path(std::string_view raw, std::string& out);

// Level and name of a socket option and its value → dynamic value.
void append_socket_option(std::span<const uint8_t> bytes, std::string& out);

// The result of a poll and its pollfds → descriptor list: the ready ones, or those that were waited for.
void append_polled(std::span<const uint8_t> bytes, std::string& out);

// An argument area without its first string.
std::string_view without_first_string(std::string_view area);

}  // namespace sysreel
