// Who takes the records that come out of the kernel, one by one.
#pragma once

#include <cstdint>
#include <span>

namespace sysreel {

class RecordConsumer {
 public:
  virtual ~RecordConsumer() = default;
  // The view dies when the call returns.
  virtual void consume(std::span<const uint8_t> record) = 0;
};

}  // namespace sysreel
