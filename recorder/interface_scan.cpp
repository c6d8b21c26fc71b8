#include "recorder/interface_scan.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <sys/socket.h>

#include <map>
#include <memory>
#include <string_view>

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

// By name. Asking for each by itself would take sockets that a recorder at work may not make.
std::map<std::string_view, uint32_t> indexes_of(const ifaddrs* first) {
  std::map<std::string_view, uint32_t> indexes;
  for (const ifaddrs* entry = first; entry != nullptr; entry = entry->ifa_next) {
    if (entry->ifa_addr == nullptr || entry->ifa_addr->sa_family != AF_PACKET) continue;
    const auto* link = reinterpret_cast<const sockaddr_ll*>(entry->ifa_addr);
    indexes.emplace(entry->ifa_name, static_cast<uint32_t>(link->sll_ifindex));
  }
  return indexes;
}

// "eth0:1" is a label of an address of eth0.
std::string_view device_of(std::string_view name) {
  return name.substr(0, name.find(':'));
}

}  // namespace

std::vector<ScannedInterface> scan_interfaces() {
  std::vector<ScannedInterface> interfaces;
  ifaddrs* first = nullptr;
  if (getifaddrs(&first) != 0) return interfaces;
  const std::unique_ptr<ifaddrs, FreeAddresses> owner(first);
  const std::map<std::string_view, uint32_t> indexes = indexes_of(first);
  for (const ifaddrs* entry = first; entry != nullptr; entry = entry->ifa_next) {
    ScannedInterface interface;
    interface.address = bytes_of(entry->ifa_addr);
    if (interface.address.empty()) continue;
    interface.name = entry->ifa_name;
    if (const auto index = indexes.find(device_of(entry->ifa_name)); index != indexes.end())
      interface.index = index->second;
    interface.flags = entry->ifa_flags;
    interface.family = static_cast<uint8_t>(entry->ifa_addr->sa_family);
    interface.netmask = bytes_of(entry->ifa_netmask);
    if ((entry->ifa_flags & IFF_BROADCAST) != 0) interface.broadcast = bytes_of(entry->ifa_broadaddr);
    interfaces.push_back(std::move(interface));
  }
  return interfaces;
}

}  // namespace sysreel
