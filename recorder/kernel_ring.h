// KernelRing: the user's end of what records leave the kernel through: the BPF ring buffer, or memory that
// each CPU has of its own (lane_reader.h) and the ring buffer beside it.
//
// Drained by a timer, never woken per event; a ring that fills before that makes wake_fd() readable. drain()
// hands on views that die when the callback returns. One thread; the programs must outlive the ring.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/result.h"

namespace sysreel {

class Probes;
class RecordConsumer;

class KernelRing {
 public:
  virtual ~KernelRing() = default;
  // Everything published before the call; how many records that were. What is published meanwhile waits for
  // the next call: programs that are faster than the consumer must not keep it here.
  virtual Result<size_t> drain(RecordConsumer& consumer) = 0;
  // Records that were published and could not be read.
  virtual uint64_t damaged() const { return 0; }

  // To poll for; -1: nothing wakes.
  virtual int wake_fd() const { return -1; }

  static Result<std::unique_ptr<KernelRing>> open(const Probes& probes);
};

}  // namespace sysreel
