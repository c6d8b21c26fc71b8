#include "format/audit/audit_sockaddr.h"

#include <arpa/inet.h>

#include <array>

#include "format/audit/audit_record.h"

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

}  // namespace sysreel
