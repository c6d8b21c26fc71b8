// EventJson: the JSON of the event that rules look at, parsed at most once per event and only when a field
// asks for it.
#pragma once

#include <cstdint>

#include "base/json_document.h"
#include "replayer/state/step.h"

namespace sysreel {

class EventJson {
 public:
  void stand_on(const Step& step) {
    step_ = &step;
    parsed_ = false;
  }
  // Missing when the event holds no JSON.
  JsonValue root() {
    if (!parsed_) parse();
    return root_;
  }
  // Of all events so far, for measurements.
  uint64_t parsed_events() const { return parsed_events_; }

 private:
  void parse();

  const Step* step_ = nullptr;
  bool parsed_ = false;
  JsonDocument document_;
  JsonValue root_;
  uint64_t parsed_events_ = 0;
};

}  // namespace sysreel
