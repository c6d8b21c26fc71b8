// ByteSink: where a capture's bytes go.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"

namespace sysreel {

// Implementations write all or fail.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual Status write(std::span<const uint8_t> bytes) = 0;
};

}  // namespace sysreel
