// The addresses of the recorder's own network namespace.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sysreel {

// One per address. Addresses are 4 or 16 bytes in network order, empty where there is none.
struct ScannedInterface {
  std::string name;
  uint32_t index = 0;
  uint32_t flags = 0;
  uint8_t family = 0;
  std::string address, netmask, broadcast;
};

std::vector<ScannedInterface> scan_interfaces();

}  // namespace sysreel
