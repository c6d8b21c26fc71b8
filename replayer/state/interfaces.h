// Interfaces: the recorded host's addresses: which end of a connection is local, and what an unbound socket
// of an imported capture would have used.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "format/catalogue/packed_address.h"

namespace sysreel {

class Interfaces {
 public:
  using Address = std::array<uint8_t, 16>;  // IPv4: the first four

  // 4 or 16 bytes each, in network order.
  void add(std::string_view address, std::string_view netmask);
  struct Interface {
    Address address{};
    Address netmask{};
    bool v6 = false;
  };
  void add(const Interface& interface) { interfaces_.push_back(interface); }
  const std::vector<Interface>& all() const { return interfaces_; }
  bool empty() const { return interfaces_.empty(); }
  // IPv6 as in Falco: any address that shares its first 64 bits with one of ours.
  bool has(const Endpoint& endpoint, bool v6) const;

  // Falco's guess for an unset end: the interface that is `other`, else one in its network, else the first
  // that is not loopback. Leaves both alone when neither or both are set.
  void fill_unset_end(Endpoint& source, Endpoint& destination, bool v6) const;

 private:
  Address guess(const Address& other, bool v6) const;

  std::vector<Interface> interfaces_;
};

}  // namespace sysreel
