// How much memory records leave the kernel through, and how it is divided among CPUs.
#pragma once

#include <cstdint>
#include <optional>

#include "recorder/transport.h"

namespace sysreel {

struct RingLayout {
  Transport transport = Transport::kRingbuf;
  uint64_t ring_bytes = 0;    // of one CPU: a lane's ring, or its share of the ring buffer
  uint32_t lanes = 1;         // by CPU number
  uint64_t shared_bytes = 0;  // of the ring buffer; a power of two
};

// `per_cpu`: bytes wanted, rounded up to a power of two. Nothing: no lanes can be had here.
std::optional<RingLayout> lay_out_ring(Transport transport, uint64_t per_cpu);

}  // namespace sysreel
