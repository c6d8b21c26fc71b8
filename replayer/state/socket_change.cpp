#include "replayer/state/socket_change.h"

#include <charconv>

namespace sysreel {
namespace {

// Falco's notion: the destination of a connection counts, that of the socket in question included.
bool bound_to(const DescriptorTable& table, uint16_t port) {
  bool found = false;
  table.for_each([&](int64_t, const Descriptor& other) {
    const bool counts = other.is_server() || other.type == FdType::kIpv4;
    found = found || (counts && other.destination.port == port);
  });
  return found;
}

bool client_of(const DescriptorTable& table, uint16_t port) {
  bool found = false;
  table.for_each([&](int64_t, const Descriptor& other) {
    found = found || (other.is_ip() && other.source.port == port);
  });
  return found;
}

void append_hex(std::string& out, uint64_t number) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, number, 16);
  out.append(digits, end.ptr);
}

}  // namespace

bool set_ends(Descriptor& socket, const SocketTuple& tuple, bool overwrite_destination) {
  const FdType type = tuple.family == kFamilyInet ? FdType::kIpv4 : FdType::kIpv6;
  const bool same_kind = socket.type == type;
  if (socket.is_server()) socket.source = socket.destination = {};  // a bound datagram socket now has a peer
  socket.type = type;
  if (same_kind && ((socket.source == tuple.source && socket.destination == tuple.destination) ||
                    (socket.source == tuple.destination && socket.destination == tuple.source))) {
    return false;
  }
  bool changed = socket.source != tuple.source;
  socket.source = tuple.source;
  const Endpoint before = socket.destination;
  if (overwrite_destination || before.address == Endpoint{}.address) {
    socket.destination.address = tuple.destination.address;
  }
  if (overwrite_destination || before.port == 0) socket.destination.port = tuple.destination.port;
  changed = changed || before != socket.destination;
  return changed;
}

void swap_ends(Descriptor& socket) {
  std::swap(socket.source, socket.destination);
}

void set_server_name(Descriptor& socket, const Endpoint& bound, bool v6) {
  socket.name.clear();
  append_address(socket.name, bound, v6);
  socket.name.append(":").append(std::to_string(bound.port));
}

void set_peer_name(Descriptor& socket) {
  const bool server = socket.role == SocketRole::kServer;
  const Endpoint& peer = server ? socket.source : socket.destination;
  socket.name = server ? "" : "->";
  append_address(socket.name, peer, socket.is_v6());
  socket.name.append(":").append(std::to_string(peer.port)).append(server ? "->" : "");
}

void set_connection_name(Descriptor& socket) {
  socket.name.clear();
  switch (socket.l4proto) {
    case L4Proto::kTcp:
    case L4Proto::kUdp:
      append_connection(socket.name, socket.source, socket.destination, socket.is_v6(), true);
      return;
    case L4Proto::kIcmp:
      append_connection(socket.name, socket.source, socket.destination, socket.is_v6(), false);
      return;
    case L4Proto::kRaw:
      if (!socket.is_v6()) {
        append_connection(socket.name, socket.source, socket.destination, false, false);
        return;
      }
      break;
    default:
      break;
  }
  socket.name = "<unknown>";
}

void set_unix_name(Descriptor& socket, std::string_view path) {
  socket.name.clear();
  append_hex(socket.name, socket.source_pointer);
  socket.name += "->";
  append_hex(socket.name, socket.destination_pointer);
  socket.name += ' ';
  socket.name += path;
}

void guess_role(Descriptor& socket, const Thread& thread, bool incoming) {
  const bool bound = thread.descriptors && bound_to(*thread.descriptors, socket.destination.port);
  if (!bound) {
    socket.role = SocketRole::kClient;
  } else if (!client_of(*thread.descriptors, socket.source.port)) {
    socket.role = SocketRole::kServer;
  } else {
    socket.role = incoming ? SocketRole::kServer : SocketRole::kClient;
  }
}

}  // namespace sysreel
