// What the same process did around an event, as far as the event's block holds it.
#pragma once

#include "replayer/page/finding_detail.h"
#include "replayer/state/state.h"

namespace sysreel {

inline constexpr size_t kNearbyEvents = 4;  // on each side

void add_nearby_events(FindingDetail& detail, const Step& step, const State& state);

}  // namespace sysreel
