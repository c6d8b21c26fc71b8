// Step: one event on its way through the replay: the event, its thread and its descriptor, and what the state
// engine found out about them. State::before fills it, rules read it through fields, State::after ends it.
#pragma once

#include <cstdint>
#include <string_view>

#include "format/event_block.h"
#include "replayer/state/params.h"
#include "replayer/state/thread.h"

namespace sysreel {

struct Step {
  // The event is referred to anew: a copy of one that was just made waits for its parts to be written.
  Step(const EventRef& ref, const EventKind& event_kind, const ParamPlaces& param_places)
      : event(ref.block(), ref.index()), kind(&event_kind), places(&param_places) {
    returned_ = returns(event_kind) && event.read(0, result_);
  }

  EventRef event;
  const EventKind* kind;
  const ParamPlaces* places;
  uint64_t wall_time = 0;
  Thread* thread = nullptr;
  int64_t fd = -1;                         // fd.num
  const Descriptor* descriptor = nullptr;  // null: none, or not known
  bool name_changed = false;               // the event gave the descriptor another name
  bool failed = false;                     // it has a negative return value
  int64_t close_after = -1;                // destroyed by after()
  bool exit_after = false;

  int place(P param) const { return places->of(event.kind(), param); }
  bool has(P param) const {
    const int at = place(param);
    return at >= 0 && event.has(static_cast<size_t>(at));
  }
  // 0 when the event has none.
  int64_t number(P param) const {
    const int at = place(param);
    return at < 0 ? 0 : event.integer(static_cast<size_t>(at));
  }
  int64_t number_or(P param, int64_t otherwise) const { return has(param) ? number(param) : otherwise; }
  std::string_view text(P param) const {
    const int at = place(param);
    return at < 0 || !event.has(static_cast<size_t>(at)) ? std::string_view{}
                                                         : event.text(static_cast<size_t>(at));
  }
  // The event's own descriptor, for changing; null when it is not known.
  Descriptor* edit_descriptor() {
    if (descriptor == nullptr || !thread->descriptors) return nullptr;
    Descriptor* editable = thread->descriptors->edit(fd);
    descriptor = editable;
    return editable;
  }
  // The event made or replaced a descriptor: it is what fd.* fields mean from here on.
  void made(int64_t number, const Descriptor* made_descriptor) {
    fd = number;
    descriptor = made_descriptor;
    name_changed = made_descriptor != nullptr && !made_descriptor->name.empty();
  }
  // The return value stands first in every row of a system call.
  static bool returns(const EventKind& kind) {
    return kind.has(kSyscall) && !kind.has(kGeneric) && !kind.params.empty();
  }
  bool has_result() const { return returned_; }
  int64_t result() const { return result_; }  // 0 when there is none

 private:
  int64_t result_ = 0;
  bool returned_ = false;
};

}  // namespace sysreel
