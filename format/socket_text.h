// Packed socket addresses and tuples (docs/format.md "Socket addresses") as text that people read.
#pragma once

#include <string>
#include <string_view>

namespace sysreel {

// "192.0.2.1:80", "[2001:db8::1]:80", "/run/app.sock"; false, and nothing appended, when the bytes hold no
// address that we know.
bool append_socket_address(std::string& out, std::string_view packed);

// "192.0.2.1:4000->198.51.100.7:80", "/run/app.sock".
bool append_socket_tuple(std::string& out, std::string_view packed);

}  // namespace sysreel
