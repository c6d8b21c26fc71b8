#include "format/catalogue/packed_address.h"

#include <arpa/inet.h>

#include <algorithm>

#include "base/byte_reader.h"

namespace sysreel {
namespace {

constexpr size_t kIpv4Bytes = 4;
constexpr size_t kIpv6Bytes = 16;
constexpr size_t kMappedPrefix = 12;

Endpoint read_endpoint(ByteReader& reader, size_t address_bytes) {
  Endpoint endpoint;
  const auto address = reader.bytes(address_bytes);
  std::copy(address.begin(), address.end(), endpoint.address.begin());
  endpoint.port = reader.u16();
  return endpoint;
}

std::string_view read_path(ByteReader& reader) {
  const std::string_view path = reader.text(reader.remaining());
  return path.substr(0, path.find('\0'));
}

template <typename T>
void append_number(std::string& out, T value) {
  for (size_t i = 0; i < sizeof(T); ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

void append_endpoint(std::string& out, const Endpoint& endpoint, size_t address_bytes) {
  out.append(reinterpret_cast<const char*>(endpoint.address.data()), address_bytes);
  append_number(out, endpoint.port);
}

size_t address_bytes_of(uint8_t family) {
  return family == kFamilyInet ? kIpv4Bytes : family == kFamilyInet6 ? kIpv6Bytes : 0;
}

}  // namespace

std::optional<SocketAddress> decode_socket_address(std::string_view packed) {
  ByteReader reader(packed);
  SocketAddress address;
  address.family = reader.u8();
  if (const size_t bytes = address_bytes_of(address.family); bytes != 0)
    address.endpoint = read_endpoint(reader, bytes);
  else if (address.family == kFamilyUnix)
    address.path = read_path(reader);
  if (!reader.ok()) return std::nullopt;
  return address;
}

std::optional<SocketTuple> decode_socket_tuple(std::string_view packed) {
  ByteReader reader(packed);
  SocketTuple tuple;
  tuple.family = reader.u8();
  if (const size_t bytes = address_bytes_of(tuple.family); bytes != 0) {
    tuple.source = read_endpoint(reader, bytes);
    tuple.destination = read_endpoint(reader, bytes);
  } else if (tuple.family == kFamilyUnix) {
    tuple.first_id = reader.u64();
    tuple.second_id = reader.u64();
    if (reader.ok()) tuple.path = read_path(reader);
  }
  if (!reader.ok()) return std::nullopt;
  return tuple;
}

void append_socket_address(std::string& packed, const SocketAddress& address) {
  packed += static_cast<char>(address.family);
  if (const size_t bytes = address_bytes_of(address.family); bytes != 0)
    append_endpoint(packed, address.endpoint, bytes);
  else if (address.family == kFamilyUnix)
    packed.append(address.path) += '\0';
}

void append_socket_tuple(std::string& packed, const SocketTuple& tuple) {
  packed += static_cast<char>(tuple.family);
  if (const size_t bytes = address_bytes_of(tuple.family); bytes != 0) {
    append_endpoint(packed, tuple.source, bytes);
    append_endpoint(packed, tuple.destination, bytes);
  } else if (tuple.family == kFamilyUnix) {
    append_number(packed, tuple.first_id);
    append_number(packed, tuple.second_id);
    packed.append(tuple.path) += '\0';
  }
}

DescriptorListReader::DescriptorListReader(std::string_view packed) {
  ByteReader reader(packed);
  left_ = reader.u16();
  if (reader.ok()) rest_ = packed.substr(reader.position());
}

std::optional<PolledDescriptor> DescriptorListReader::next() {
  if (left_ == 0) return std::nullopt;
  ByteReader reader(rest_);
  PolledDescriptor descriptor;
  descriptor.fd = static_cast<int64_t>(reader.u64());
  descriptor.events = reader.u16();
  if (!reader.ok()) {
    left_ = 0;
    return std::nullopt;
  }
  --left_;
  rest_.remove_prefix(reader.position());
  return descriptor;
}

uint16_t portable_poll_events(uint16_t kernel) {
  // IN PRI OUT RDHUP ERR HUP NVAL RDNORM RDBAND WRNORM WRBAND: Falco's bits in this order.
  constexpr uint16_t kKernelBits[] = {0x1, 0x2, 0x4, 0x2000, 0x8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200};
  uint16_t portable = 0;
  for (size_t i = 0; i < std::size(kKernelBits); ++i)
    if ((kernel & kKernelBits[i]) != 0) portable = static_cast<uint16_t>(portable | 1U << i);
  return portable;
}

std::string text_of_ipv4(const Endpoint& endpoint) {
  std::string text;
  for (size_t i = 0; i < kIpv4Bytes; ++i) {
    if (i != 0) text += '.';
    text += std::to_string(endpoint.address[i]);
  }
  return text;
}

std::string text_of_ipv6(const Endpoint& endpoint) {
  char text[INET6_ADDRSTRLEN];
  return inet_ntop(AF_INET6, endpoint.address.data(), text, sizeof(text)) != nullptr ? text : "";
}

bool is_mapped_ipv4(const Endpoint& endpoint) {
  const auto& bytes = endpoint.address;
  return std::all_of(bytes.begin(), bytes.begin() + 10, [](uint8_t byte) { return byte == 0; }) &&
         bytes[10] == 0xff && bytes[11] == 0xff;
}

Endpoint unmapped(const Endpoint& endpoint) {
  Endpoint result;
  std::copy(endpoint.address.begin() + kMappedPrefix, endpoint.address.end(), result.address.begin());
  result.port = endpoint.port;
  return result;
}

}  // namespace sysreel
