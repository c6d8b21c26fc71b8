// EventFlow: a recording's events on their way to the write thread, in the eyes of who looks after its files.
#pragma once

#include <cstdint>

namespace sysreel {

class EventFlow {
 public:
  virtual ~EventFlow() = default;
  // Seals what there is and reports the interval that ends now: where a part ends or a scan begins.
  virtual void cut() = 0;
  // While paused nothing is written: events are counted and dropped, or wait with whoever sends them.
  virtual void pause(bool paused) = 0;
  virtual uint64_t dropped() const = 0;
};

}  // namespace sysreel
