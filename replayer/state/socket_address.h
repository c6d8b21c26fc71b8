// Socket addresses as the state keeps them: decoded, IPv4 carried by IPv6 as IPv4; and as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "format/catalogue/packed_address.h"

namespace sysreel {

// Nothing for families other than unix, inet and inet6, and for values that are cut short.
std::optional<SocketAddress> decode_address(std::string_view packed);
std::optional<SocketTuple> decode_tuple(std::string_view packed);

// "192.0.2.1", "2001:db8::1".
void append_address(std::string& out, const Endpoint& endpoint, bool v6);
// "192.0.2.1:80->198.51.100.7:1234"
void append_connection(std::string& out, const Endpoint& source, const Endpoint& destination, bool v6,
                       bool with_ports);

}  // namespace sysreel
