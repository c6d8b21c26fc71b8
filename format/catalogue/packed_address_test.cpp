// Packed addresses: what comes out is what went in, and any shorter prefix of a value is refused or harmless.
#include "format/catalogue/packed_address.h"

#include <doctest/doctest.h>

#include <vector>

namespace sysreel {
namespace {

Endpoint ipv4(uint8_t a, uint8_t b, uint8_t c, uint8_t d, uint16_t port) {
  Endpoint endpoint;
  endpoint.address = {a, b, c, d};
  endpoint.port = port;
  return endpoint;
}

Endpoint ipv6(uint8_t last, uint16_t port) {
  Endpoint endpoint;
  endpoint.address = {0x20, 0x01, 0x0d, 0xb8};
  endpoint.address[15] = last;
  endpoint.port = port;
  return endpoint;
}

TEST_CASE("the bytes of each kind are pinned") {
  std::string packed;
  append_socket_address(packed, {kFamilyInet, ipv4(1, 2, 3, 4, 80), {}});
  CHECK(packed == std::string("\x02\x01\x02\x03\x04\x50\x00", 7));
  packed.clear();
  append_socket_address(packed, {kFamilyUnix, {}, "/run/x"});
  CHECK(packed == std::string("\x01/run/x\0", 8));
  packed.clear();
  SocketTuple tuple;
  tuple.family = kFamilyInet;
  tuple.source = ipv4(1, 2, 3, 4, 0x1234);
  tuple.destination = ipv4(5, 6, 7, 8, 443);
  append_socket_tuple(packed, tuple);
  CHECK(packed == std::string("\x02\x01\x02\x03\x04\x34\x12\x05\x06\x07\x08\xbb\x01", 13));
  packed.clear();
  tuple = {};
  tuple.family = kFamilyUnix;
  tuple.first_id = 0x0102030405060708;
  tuple.second_id = 9;
  tuple.path = "p";
  append_socket_tuple(packed, tuple);
  CHECK(packed == std::string("\x01\x08\x07\x06\x05\x04\x03\x02\x01\x09\0\0\0\0\0\0\0p\0", 19));
}

std::vector<SocketAddress> addresses() {
  return {{kFamilyInet, ipv4(10, 0, 0, 1, 22), {}},
          {kFamilyInet6, ipv6(1, 65535), {}},
          {kFamilyUnix, {}, "/run/docker.sock"},
          {kFamilyUnix, {}, ""},
          {16, {}, {}}};
}

std::vector<SocketTuple> tuples() {
  SocketTuple v4{kFamilyInet, ipv4(10, 0, 0, 1, 22), ipv4(10, 0, 0, 2, 40000), 0, 0, {}};
  SocketTuple v6{kFamilyInet6, ipv6(1, 22), ipv6(2, 40000), 0, 0, {}};
  SocketTuple path{kFamilyUnix, {}, {}, 17, ~uint64_t{0}, "/run/docker.sock"};
  return {v4, v6, path, {17, {}, {}, 0, 0, {}}};
}

TEST_CASE("every value survives, and no truncation of one is mistaken for it") {
  for (const SocketAddress& address : addresses()) {
    std::string packed;
    append_socket_address(packed, address);
    CHECK(decode_socket_address(packed) == address);
    for (size_t length = 0; length < packed.size(); ++length) {
      const auto decoded = decode_socket_address(std::string_view(packed).substr(0, length));
      const bool unix_path = address.family == kFamilyUnix && length > 0;
      CHECK(decoded.has_value() == unix_path);
      if (decoded) CHECK(address.path.starts_with(decoded->path));
    }
  }
  for (const SocketTuple& tuple : tuples()) {
    std::string packed;
    append_socket_tuple(packed, tuple);
    CHECK(decode_socket_tuple(packed) == tuple);
    for (size_t length = 0; length < packed.size(); ++length) {
      const auto decoded = decode_socket_tuple(std::string_view(packed).substr(0, length));
      CHECK(decoded.has_value() == (tuple.family == kFamilyUnix && length >= 17));
    }
  }
}

TEST_CASE("random bytes never hurt a decoder") {
  uint32_t state = 12345;
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    for (int i = 0; i < round % 45; ++i) {
      state = state * 1664525 + 1013904223;
      bytes += static_cast<char>(state >> 24);
    }
    if (!bytes.empty()) bytes[0] = static_cast<char>(round % 12);
    const auto address = decode_socket_address(bytes);
    const auto tuple = decode_socket_tuple(bytes);
    if (bytes.empty()) CHECK_FALSE((address.has_value() || tuple.has_value()));
    size_t count = 0;
    DescriptorListReader reader(bytes);
    while (reader.next()) ++count;
    CHECK(count * 10 + 2 <= bytes.size() + (count == 0 ? 2 : 0));
  }
}

TEST_CASE("descriptor lists") {
  const std::string two("\x02\0\x05\0\0\0\0\0\0\0\x01\0\xff\xff\xff\xff\xff\xff\xff\xff\x14\0", 22);
  DescriptorListReader reader(two);
  CHECK(reader.next() == PolledDescriptor{5, 1});
  CHECK(reader.next() == PolledDescriptor{-1, 20});
  CHECK_FALSE(reader.next().has_value());
  for (size_t length = 0; length < two.size(); ++length) {
    DescriptorListReader cut(std::string_view(two).substr(0, length));
    size_t count = 0;
    while (cut.next()) ++count;
    CHECK(count == (length >= 12 ? 1 : 0));
    CHECK_FALSE(cut.next().has_value());
  }
  // A count that the bytes do not have.
  DescriptorListReader liar(std::string_view("\xff\xff", 2));
  CHECK_FALSE(liar.next().has_value());
}

TEST_CASE("poll events") {
  const struct {
    uint16_t kernel;
    uint16_t portable;
  } rows[] = {{0, 0},     {1, 1},      {2, 2},      {4, 4},       {0x2000, 8},   {8, 16},    {0x10, 32},
              {0x20, 64}, {0x40, 128}, {0x80, 256}, {0x100, 512}, {0x200, 1024}, {0x11, 33}, {0x400, 0}};
  for (const auto& row : rows) CHECK(portable_poll_events(row.kernel) == row.portable);
}

TEST_CASE("texts of addresses") {
  CHECK(text_of_ipv4(ipv4(192, 168, 0, 255, 1)) == "192.168.0.255");
  CHECK(text_of_ipv6(ipv6(3, 1)) == "2001:db8::3");
  CHECK(text_of_ipv6({}) == "::");
  Endpoint mapped;
  mapped.address[10] = mapped.address[11] = 0xff;
  mapped.address[12] = 10;
  mapped.address[15] = 7;
  mapped.port = 99;
  CHECK(is_mapped_ipv4(mapped));
  CHECK_FALSE(is_mapped_ipv4(ipv6(3, 1)));
  CHECK(text_of_ipv4(unmapped(mapped)) == "10.0.0.7");
  CHECK(unmapped(mapped).port == 99);
}

}  // namespace
}  // namespace sysreel
