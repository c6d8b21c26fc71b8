#include "recorder/interface_scan.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <memory>

namespace sysreel {
namespace {

struct FreeAddresses {
  void operator()(ifaddrs* addresses) const { freeifaddrs(addresses); }
};

std::string bytes_of(const sockaddr* address) {
  if (address == nullptr) return {};
  if (address->sa_family == AF_INET) {
    const auto* inet = reinterpret_cast<const sockaddr_in*>(address);
    return {reinterpret_cast<const char*>(&inet->sin_addr), sizeof(inet->sin_addr)};
  }
  if (address->sa_family == AF_INET6) {
    const auto* inet = reinterpret_cast<const sockaddr_in6*>(address);
    return {reinterpret_cast<const char*>(&inet->sin6_addr), sizeof(inet->sin6_addr)};
  }
  return {};
}

}  // namespace

std::vector<ScannedInterface> scan_interfaces() {
  std::vector<ScannedInterface> interfaces;
  ifaddrs* first = nullptr;
  if (getifaddrs(&first) != 0) return interfaces;
  const std::unique_ptr<ifaddrs, FreeAddresses> owner(first);
  for (const ifaddrs* entry = first; entry != nullptr; entry = entry->ifa_next) {
    ScannedInterface interface;
    interface.address = bytes_of(entry->ifa_addr);
    if (interface.address.empty()) continue;
    interface.name = entry->ifa_name;
    interface.index = if_nametoindex(entry->ifa_name);
    interface.flags = entry->ifa_flags;
    interface.family = static_cast<uint8_t>(entry->ifa_addr->sa_family);
    interface.netmask = bytes_of(entry->ifa_netmask);
    if ((entry->ifa_flags & IFF_BROADCAST) != 0) interface.broadcast = bytes_of(entry->ifa_broadaddr);
    interfaces.push_back(std::move(interface));
  }
  return interfaces;
}

}  // namespace sysreel
