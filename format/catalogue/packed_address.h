// The bytes of SOCKADDR, SOCKTUPLE, FDLIST and DYN parameters: the encoding of .scap files, so that import
// and export copy them. All numbers are little-endian, but IP addresses are in network order.
//
//   address        u8 family, then
//                    AF_INET   4 bytes address, u16 port
//                    AF_INET6  16 bytes address, u16 port
//                    AF_UNIX   path (an abstract name without its leading NUL)
//                    others    nothing that is understood
//   tuple          u8 family, then
//                    AF_INET   4 bytes address, u16 port of the source; the same of the destination
//                    AF_INET6  16 bytes address, u16 port of the source; the same of the destination
//                    AF_UNIX   u64 and u64 that identify the two ends, path of the one that has one.
//                              Ends are told apart by socket inode in recordings, by kernel address in .scap.
//                              As there, the peer's stands first in `.out`, the own first in `.in`.
//   descriptors    u16 count, then count times: i64 descriptor, u16 poll events (the kernel's or Falco's, as
//   the
//                  block's other flags)
//   dynamic value  u8 index, then what the index says. Of socket options: 0 bytes, 1 i64 negative errno
//   (SO_ERROR),
//                  2 u32, 3 u64, 4 u64 nanoseconds (time-outs). Of ptrace: 0 u64, 1 u8 signal. Of keyctl: 0
//                  i64, 1 string.
//
// Families are the kernel's numbers, which Falco's equal. A path ends at a NUL or at the end of the value.
// Decoders accept any bytes and check every length; results view into them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sysreel {

inline constexpr uint8_t kFamilyUnix = 1;
inline constexpr uint8_t kFamilyInet = 2;
inline constexpr uint8_t kFamilyInet6 = 10;

struct Endpoint {
  std::array<uint8_t, 16> address{};  // IPv4: the first four
  uint16_t port = 0;
  bool operator==(const Endpoint&) const = default;
};

struct SocketAddress {
  uint8_t family = 0;
  Endpoint endpoint;      // inet, inet6
  std::string_view path;  // unix
  bool operator==(const SocketAddress&) const = default;
};

struct SocketTuple {
  uint8_t family = 0;
  Endpoint source;
  Endpoint destination;
  uint64_t first_id = 0;  // unix
  uint64_t second_id = 0;
  std::string_view path;
  bool operator==(const SocketTuple&) const = default;
};

// Nothing if the value is too short for its family, or empty. Of an unknown family only `family` is set.
std::optional<SocketAddress> decode_socket_address(std::string_view packed);
std::optional<SocketTuple> decode_socket_tuple(std::string_view packed);

void append_socket_address(std::string& packed, const SocketAddress& address);
void append_socket_tuple(std::string& packed, const SocketTuple& tuple);

struct PolledDescriptor {
  int64_t fd = -1;
  uint16_t events = 0;
  bool operator==(const PolledDescriptor&) const = default;
};

// Walks a descriptor list; a list that is shorter than its count ends where its bytes end.
class DescriptorListReader {
 public:
  explicit DescriptorListReader(std::string_view packed);
  std::optional<PolledDescriptor> next();

 private:
  std::string_view rest_;
  uint16_t left_ = 0;
};

// `kernel` poll events as Falco numbers them.
uint16_t portable_poll_events(uint16_t kernel);

// "1.2.3.4" and "2001:db8::1".
std::string text_of_ipv4(const Endpoint& endpoint);
std::string text_of_ipv6(const Endpoint& endpoint);
// ::ffff:1.2.3.4
bool is_mapped_ipv4(const Endpoint& endpoint);
Endpoint unmapped(const Endpoint& endpoint);

}  // namespace sysreel
