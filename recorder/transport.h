// How records leave the kernel.
#pragma once

#include <cstdint>
#include <string_view>

namespace sysreel {

enum class Transport : uint8_t {
  kMmap,     // memory of each CPU that the recorder has mapped
  kRingbuf,  // the BPF ring buffer of all CPUs; what the other one is measured against
};

constexpr std::string_view name_of(Transport transport) {
  return transport == Transport::kMmap ? "mmap" : "ringbuf";
}

}  // namespace sysreel
