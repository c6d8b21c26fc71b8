// Probes: the BPF programs, loaded and attached. With kernel_ring.h and library_log.h the only places that
// know libbpf.
//
// Order of use: load → mark or root the tasks in scope → attach → … → detach → counters() are then final. Not
// copyable; destruction detaches.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "recorder/cgroup_paths.h"
#include "recorder/kernel_tables.h"
#include "recorder/loss_ledger.h"
#include "recorder/ring_layout.h"

namespace sysreel {

struct ProbeOptions {
  uint64_t ring_bytes = 4U << 20;      // per CPU; rounded up to a power of two
  std::optional<Transport> transport;  // unset: kMmap where it loads
  uint32_t snaplen = 80;
  bool whole_host = false;
  bool roots = false;  // processes that already run are named with add_root()
  std::optional<CgroupScope> cgroup;
  std::string comm;  // at most 15 bytes count; empty: no scope by name
};

// An event kind that was asked for and cannot be recorded here.
struct MissingHook {
  std::string kind;
  std::string reason;
};

struct HookTrial {
  std::string hook;  // "tp_btf/sys_exit"
  Status status;     // the kernel's own words
};

class Probes {
 public:
  // Hooks that a kernel lacks or refuses are left out where a recording can do without them: missing().
  static Result<std::unique_ptr<Probes>> load(const KernelTables& tables, const ProbeOptions& options);
  ~Probes();
  Probes(const Probes&) = delete;
  Probes& operator=(const Probes&) = delete;

  // Loads and attaches each program by itself and lets it go again: for a host where not all of them load.
  static std::vector<HookTrial> try_each(const KernelTables& tables);

  const std::vector<MissingHook>& missing() const { return missing_; }

  Status attach();
  void detach();

  Status mark_task(int pidfd);  // a single-threaded process that has not begun yet
  // A process that already runs, with all its threads. Start time of its leader, CLOCK_BOOTTIME ns.
  Status add_root(uint32_t pid, uint64_t start_time);
  Result<std::vector<reel_task>> list_tasks() const;  // after attach(); any thread
  // One entry a CPU, and a last one (kNoProcessor) of what the kernel lost before a program ran.
  std::vector<ProcessorCounters> counters() const;
  Transport transport() const { return layout_.transport; }
  int ring_fd() const;
  int lanes_fd() const;
  uint32_t lanes() const { return layout_.lanes; }
  uint64_t ring_bytes() const { return layout_.ring_bytes; }
  uint64_t shared_bytes() const { return layout_.shared_bytes; }  // of the ring buffer

 private:
  struct Objects;
  explicit Probes(std::unique_ptr<Objects> objects);
  void begin_epoch();
  uint64_t missed() const;
  static Result<std::unique_ptr<Probes>> load_with(const KernelTables& tables, const ProbeOptions& options,
                                                   const RingLayout& layout);

  std::unique_ptr<Objects> objects_;
  std::vector<MissingHook> missing_;
  RingLayout layout_;
};

}  // namespace sysreel
