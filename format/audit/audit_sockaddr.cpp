#include "format/audit/audit_sockaddr.h"

#include <arpa/inet.h>

#include <array>
#include <charconv>

#include "format/audit/audit_record.h"
#include "format/catalogue/packed_address.h"

namespace sysreel {
namespace {

constexpr size_t kFamilyBytes = 2;
constexpr size_t kPortEnd = 4;
constexpr size_t kIpv4End = 8;
constexpr size_t kIpv6Begin = 8;  // behind the flow label
constexpr size_t kIpv6End = 24;

unsigned byte_at(const std::string& bytes, size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

std::string ip_text(int family, const char* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  return ::inet_ntop(family, address, text.data(), text.size()) == nullptr ? std::string() : text.data();
}

}  // namespace

AuditSockaddr parse_audit_sockaddr(std::string_view hex) {
  AuditSockaddr result;
  std::string bytes;
  if (!append_unhexed(bytes, hex) || bytes.size() < kFamilyBytes) return result;
  const unsigned family = byte_at(bytes, 0) != 0 ? byte_at(bytes, 0) : byte_at(bytes, 1);
  if (family == AF_UNIX) {
    result.family = "local";
    const bool abstract = bytes.size() > kFamilyBytes && bytes[kFamilyBytes] == '\0';
    const std::string path = bytes.substr(kFamilyBytes + (abstract ? 1 : 0));
    result.address = (abstract ? "@" : "") + path.substr(0, path.find('\0'));
    return result;
  }
  const bool v4 = family == AF_INET && bytes.size() >= kIpv4End;
  const bool v6 = family == AF_INET6 && bytes.size() >= kIpv6End;
  if (!v4 && !v6) return result;
  result.family = v4 ? "inet" : "inet6";
  result.port = std::to_string(byte_at(bytes, 2) << 8 | byte_at(bytes, 3));
  result.address = ip_text(v4 ? AF_INET : AF_INET6, bytes.data() + (v4 ? kPortEnd : kIpv6Begin));
  return result;
}

void append_packed(std::string& packed, const AuditSockaddr& address) {
  SocketAddress packable;
  if (address.family == "local") {
    packable.family = kFamilyUnix;
    packable.path = address.address;
    if (packable.path.starts_with('@')) packable.path.remove_prefix(1);
    return append_socket_address(packed, packable);
  }
  const bool v6 = address.family == "inet6";
  if (!v6 && address.family != "inet") return;
  packable.family = v6 ? kFamilyInet6 : kFamilyInet;
  auto& endpoint = packable.endpoint;
  if (::inet_pton(v6 ? AF_INET6 : AF_INET, address.address.c_str(), endpoint.address.data()) != 1) return;
  const char* const end = address.port.data() + address.port.size();
  if (std::from_chars(address.port.data(), end, endpoint.port).ptr != end) return;
  append_socket_address(packed, packable);
}

}  // namespace sysreel
