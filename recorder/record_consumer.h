// Who takes the records that come out of the kernel, one by one.
#pragma once

#include <cstdint>
#include <span>

struct reel_record;

namespace sysreel {

class RecordConsumer {
 public:
  virtual ~RecordConsumer() = default;
  // `header`: a copy of what the record begins with, zeros where it is shorter; nothing of it has been
  // checked. The view dies when the call returns.
  virtual void consume(const reel_record& header, std::span<const uint8_t> record) = 0;
};

}  // namespace sysreel
