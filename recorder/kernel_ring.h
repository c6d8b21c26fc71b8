// KernelRing: the user's end of the ring through which records leave the kernel.
//
// A lane of records is drained by a timer, never woken per event. drain() hands on views that die when the
// callback returns. One thread. The interface is that of any lane; a per-CPU memory-mapped ring would be
// another class.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "base/result.h"

namespace sysreel {

class RecordConsumer {
 public:
  virtual ~RecordConsumer() = default;
  virtual void consume(std::span<const uint8_t> record) = 0;
};

class KernelRing {
 public:
  virtual ~KernelRing() = default;
  // Everything published before the call; how many records that were.
  virtual Result<size_t> drain(RecordConsumer& consumer) = 0;

  static Result<std::unique_ptr<KernelRing>> open(int map_fd);
};

}  // namespace sysreel
