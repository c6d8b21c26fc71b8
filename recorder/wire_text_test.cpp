#include "recorder/wire_text.h"

#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>
#include <string>
#include <vector>

#include "bpf/event_abi.h"
#include "format/catalogue/packed_address.h"

namespace sysreel {
namespace {

std::span<const uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

template <typename T>
std::span<const uint8_t> bytes_of_value(const T& value) {
  return {reinterpret_cast<const uint8_t*>(&value), sizeof(value)};
}

TEST_CASE("paths are turned round") {
  struct Row {
    std::string_view components;
    std::string_view path;
  };
  const Row rows[] = {
      {{"", 0}, "/"},
      {{"etc\0", 4}, "/etc"},
      {{"passwd\0etc\0", 11}, "/etc/passwd"},
      {{"no end", 6}, "/no end"},
      {{"\0", 1}, "/"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    std::string path;
    append_path(bytes_of(row.components), path);
    CHECK(path == row.path);
  }
}

TEST_CASE("cgroups of several hierarchies") {
  const char raw[] = {REEL_CG_CPUSET, 0, REEL_CG_MEMORY, 'b', 0, 'a', 0, 0, REEL_CG_UNIFIED, 'u', 0, 0};
  std::string text;
  append_cgroups(bytes_of({raw, sizeof(raw)}), text);
  CHECK(text == std::string_view("cpuset=/\0memory=/a/b\0unified=/u\0", 32));
  for (size_t length = 0; length < sizeof(raw); ++length) {
    text.clear();
    append_cgroups(bytes_of({raw, length}), text);  // must not read past the end
  }
  text.clear();
  append_cgroups(bytes_of({"\x77junk", 5}), text);
  CHECK(text.empty());
}

TEST_CASE("addresses are packed as the format says") {
  sockaddr_in four{};
  four.sin_family = AF_INET;
  four.sin_port = htons(8080);
  four.sin_addr.s_addr = htonl(0x7f000001);
  std::string packed;
  append_sockaddr(bytes_of_value(four), packed);
  auto address = decode_socket_address(packed);
  REQUIRE(address);
  CHECK(address->endpoint.port == 8080);
  CHECK(text_of_ipv4(address->endpoint) == "127.0.0.1");

  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  six.sin6_port = htons(1);
  six.sin6_addr = in6addr_loopback;
  packed.clear();
  append_sockaddr(bytes_of_value(six), packed);
  address = decode_socket_address(packed);
  REQUIRE(address);
  CHECK(text_of_ipv6(address->endpoint) == "::1");

  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  std::memcpy(local.sun_path, "\0hidden", 8);
  packed.clear();
  append_sockaddr(bytes_of_value(local), packed);
  address = decode_socket_address(packed);
  REQUIRE(address);
  CHECK(address->path == "hidden");

  for (const std::string_view few :
       {std::string_view{}, std::string_view("\2", 1), std::string_view("\2\0\0", 3),
        std::string_view("\xff\xff\1\2\3\4\5\6\7", 9)}) {
    packed.clear();
    append_sockaddr(bytes_of(few), packed);
    CHECK(packed.empty());
  }
}

TEST_CASE("socket options by what they hold") {
  struct Row {
    uint32_t level;
    uint32_t name;
    std::string value;
    std::string packed;
  };
  const Row rows[] = {
      {SOL_SOCKET, SO_ERROR, std::string("\x6f\0\0\0", 4),
       std::string("\1\x91\xff\xff\xff\xff\xff\xff\xff", 9)},
      {SOL_SOCKET, SO_REUSEADDR, std::string("\1\0\0\0", 4), std::string("\2\1\0\0\0", 5)},
      {SOL_SOCKET, SO_RCVTIMEO, std::string("\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0", 16),
       std::string("\4\xd0\xd1\x9a\x3b\0\0\0\0", 9)},
      {6, 1, std::string("\1\0\0\0", 4), std::string("\0\1\0\0\0", 5)},
      {SOL_SOCKET, SO_ERROR, "", std::string("\0", 1)},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const uint32_t prefix[2] = {row.level, row.name};
    std::string raw(reinterpret_cast<const char*>(prefix), sizeof(prefix));
    raw += row.value;
    std::string packed;
    append_socket_option(bytes_of(raw), packed);
    CHECK(packed == row.packed);
  }
  std::string packed;
  append_socket_option(bytes_of("short"), packed);
  CHECK(packed.empty());
}

TEST_CASE("polled descriptors: the ready ones, or those that were waited for") {
  const auto list = [](int64_t result) {
    std::string raw(reinterpret_cast<const char*>(&result), sizeof(result));
    raw.append("\3\0\0\0\1\0\1\0", 8);
    raw.append("\4\0\0\0\4\0\0\0", 8);
    raw.append("cut", 3);
    std::string packed;
    append_polled(bytes_of(raw), packed);
    std::vector<int64_t> found;
    DescriptorListReader reader(packed);
    while (const auto polled = reader.next()) found.push_back(polled->fd);
    return found;
  };
  CHECK(list(1) == std::vector<int64_t>{3});
  CHECK(list(0) == std::vector<int64_t>{3, 4});
}

}  // namespace
}  // namespace sysreel
