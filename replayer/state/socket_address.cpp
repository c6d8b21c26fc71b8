#include "replayer/state/socket_address.h"

namespace sysreel {
namespace {

bool known_family(uint8_t family) {
  return family == kFamilyUnix || family == kFamilyInet || family == kFamilyInet6;
}

}  // namespace

std::optional<SocketAddress> decode_address(std::string_view packed) {
  auto address = decode_socket_address(packed);
  if (!address || !known_family(address->family)) return std::nullopt;
  if (address->family == kFamilyInet6 && is_mapped_ipv4(address->endpoint)) {
    address->endpoint = unmapped(address->endpoint);
    address->family = kFamilyInet;
  }
  return address;
}

std::optional<SocketTuple> decode_tuple(std::string_view packed) {
  auto tuple = decode_socket_tuple(packed);
  if (!tuple || !known_family(tuple->family)) return std::nullopt;
  if (tuple->family == kFamilyInet6 && is_mapped_ipv4(tuple->source) && is_mapped_ipv4(tuple->destination)) {
    tuple->source = unmapped(tuple->source);
    tuple->destination = unmapped(tuple->destination);
    tuple->family = kFamilyInet;
  }
  return tuple;
}

void append_address(std::string& out, const Endpoint& endpoint, bool v6) {
  out += v6 ? text_of_ipv6(endpoint) : text_of_ipv4(endpoint);
}

void append_connection(std::string& out, const Endpoint& source, const Endpoint& destination, bool v6,
                       bool with_ports) {
  append_address(out, source, v6);
  if (with_ports) out.append(":").append(std::to_string(source.port));
  out += "->";
  append_address(out, destination, v6);
  if (with_ports) out.append(":").append(std::to_string(destination.port));
}

}  // namespace sysreel
