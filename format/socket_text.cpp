#include "format/socket_text.h"

#include <arpa/inet.h>

#include "base/byte_reader.h"

namespace sysreel {
namespace {

constexpr uint8_t kUnix = 1;
constexpr uint8_t kInet = 2;
constexpr uint8_t kInet6 = 10;

bool append_endpoint(std::string& out, ByteReader& in, uint8_t family) {
  const auto address = in.bytes(family == kInet6 ? 16 : 4);
  const uint16_t port = in.u16();
  if (!in.ok()) return false;
  char text[INET6_ADDRSTRLEN];
  inet_ntop(family == kInet6 ? AF_INET6 : AF_INET, address.data(), text, sizeof text);
  if (family == kInet6) out += '[';
  out += text;
  if (family == kInet6) out += ']';
  out += ':' + std::to_string(port);
  return true;
}

bool append_path(std::string& out, ByteReader& in) {
  if (!in.ok()) return false;
  const std::string_view rest = in.text(in.remaining());
  out += rest.substr(0, rest.find('\0'));
  return true;
}

}  // namespace

bool append_socket_address(std::string& out, std::string_view packed) {
  ByteReader in(packed);
  const uint8_t family = in.u8();
  if (family == kUnix) return append_path(out, in);
  if (family != kInet && family != kInet6) return false;
  return append_endpoint(out, in, family);
}

bool append_socket_tuple(std::string& out, std::string_view packed) {
  ByteReader in(packed);
  const uint8_t family = in.u8();
  if (family == kUnix) {
    in.bytes(16);  // kernel addresses of the two ends
    return append_path(out, in);
  }
  if (family != kInet && family != kInet6) return false;
  std::string text;
  if (!append_endpoint(text, in, family)) return false;
  text += "->";
  if (!append_endpoint(text, in, family)) return false;
  out += text;
  return true;
}

}  // namespace sysreel
