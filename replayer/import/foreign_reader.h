// ForeignReader: a file of another tool as a capture, with what its import says at the end.
#pragma once

#include <cstdint>
#include <string>

#include "format/capture_reader.h"

namespace sysreel {

struct ForeignCounts {
  uint64_t events = 0;
  uint64_t damaged = 0;  // pieces that could not be read
};

class ForeignReader : public CaptureReader {
 public:
  // Complete once next() has returned false.
  virtual ForeignCounts foreign_counts() const = 0;
  // What was left out though it could be read, and why, as a sentence; empty: nothing.
  virtual std::string left_out() const = 0;
};

}  // namespace sysreel
