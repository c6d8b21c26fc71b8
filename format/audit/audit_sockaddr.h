// The socket address of a SOCKADDR record: the caller's struct sockaddr, hexadecimal.
#pragma once

#include <string>
#include <string_view>

namespace sysreel {

struct AuditSockaddr {
  std::string family;   // inet, inet6, local; empty: another one or cut off
  std::string address;  // as text; of a local socket its path
  std::string port;
};

// The byte order is the machine's own; whichever makes the family a known one counts.
AuditSockaddr parse_audit_sockaddr(std::string_view hex);

// As SOCKADDR parameters hold it (packed_address.h); nothing when it is empty or no address.
void append_packed(std::string& packed, const AuditSockaddr& address);

}  // namespace sysreel
