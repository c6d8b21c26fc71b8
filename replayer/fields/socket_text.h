// Words for sockets that several fields use.
#pragma once

#include <string_view>

#include "replayer/state/descriptor.h"

namespace sysreel {

// "tcp", "udp", "icmp", "raw"; "<NA>" where it is not known or the socket has no ends yet.
inline std::string_view l4proto_name(const Descriptor& socket) {
  constexpr std::string_view kNames[] = {"<NA>", "<NA>", "tcp", "udp", "icmp", "raw"};
  const bool inet = socket.is_ip() || socket.is_server();
  const bool known =
      socket.is_server() || socket.l4proto == L4Proto::kRaw || socket.role != SocketRole::kNone;
  return inet && known ? kNames[static_cast<size_t>(socket.l4proto)] : kNames[0];
}

}  // namespace sysreel
