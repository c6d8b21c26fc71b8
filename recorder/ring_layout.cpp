#include "recorder/ring_layout.h"

#include <bpf/bpf.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>

#include "base/scoped_fd.h"
#include "recorder/lane_reader.h"
#include "recorder/proc_text.h"
#include "recorder/small_file.h"

namespace sysreel {
namespace {

constexpr uint64_t kRingMin = 4096;
constexpr uint64_t kRingMax = 1ULL << 30;
constexpr uint64_t kLaneMin = 256U << 10;  // holds what the largest record needs, twice
constexpr uint64_t kLaneMax = 256U << 20;  // the verifier goes no further
constexpr uint64_t kBesideLanes = 64U << 10;
constexpr size_t kListMax = 4096;

// Kernels before 6.6 or so limit the value of an array to 4 MiB; how much is not told anywhere.
bool can_have(uint64_t bytes) {
  LIBBPF_OPTS(bpf_map_create_opts, options, .map_flags = BPF_F_MMAPABLE);
  const ScopedFd map(bpf_map_create(BPF_MAP_TYPE_ARRAY, "lane_trial", sizeof(uint32_t),
                                    static_cast<uint32_t>(bytes), 1, &options));
  return map.valid();
}

uint32_t cpus_of(const char* list) {
  const uint32_t numbered = numbered_cpus(read_small_file(list, kListMax));
  return numbered != 0 ? numbered : static_cast<uint32_t>(std::max(sysconf(_SC_NPROCESSORS_CONF), 1L));
}

}  // namespace

std::optional<RingLayout> lay_out_ring(Transport transport, uint64_t per_cpu) {
  RingLayout layout;
  layout.transport = transport;
  const uint32_t cpus = cpus_of("/sys/devices/system/cpu/online");
  if (transport == Transport::kRingbuf) {
    layout.shared_bytes = std::bit_ceil(std::clamp(per_cpu * cpus, kRingMin, kRingMax));
    layout.ring_bytes = layout.shared_bytes / cpus;
    layout.lanes = cpus_of("/sys/devices/system/cpu/possible");
    return layout;
  }
  layout.shared_bytes = kBesideLanes;
  layout.lanes = cpus;
  layout.ring_bytes = std::bit_ceil(std::clamp(per_cpu, kLaneMin, kLaneMax));
  while (layout.ring_bytes >= kLaneMin && !can_have(lane_bytes(layout.ring_bytes))) layout.ring_bytes /= 2;
  if (layout.ring_bytes < kLaneMin) return std::nullopt;
  return layout;
}

}  // namespace sysreel
