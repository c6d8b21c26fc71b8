#include "replayer/page/nearby_events.h"

#include <algorithm>

#include "replayer/fields/argument_text.h"

namespace sysreel {
namespace {

constexpr size_t kFarthest = 20'000;  // events looked at on each side
constexpr size_t kTextLimit = 240;    // bytes

// Numbers of descriptors stay numbers: what they meant then is not what they mean now.
std::string text_of(const Step& step, const State& state) {
  FieldContext context;
  context.step = &step;
  context.state = &state;
  std::string text(step.kind->name);
  text += ' ';
  append_arguments(text, context);
  if (text.size() > kTextLimit) text.resize(kTextLimit), text += "…";
  return text;
}

class Neighbours {
 public:
  Neighbours(const Step& step, const State& state) : step_(step), state_(state), block_(step.event.block()) {}

  // Adds the event if it is of the same process; true: enough of them.
  bool take(size_t index, std::vector<NearbyEvent>& events) const {
    const EventRef event(block_, index);
    if (event.thread().pid != step_.event.thread().pid || event.kind() >= state_.catalogue().size())
      return false;
    const Step other(event, state_.catalogue().kind(event.kind()), state_.places());
    events.push_back({event.number(), state_.wall_time(event.time()), text_of(other, state_)});
    return events.size() == kNearbyEvents;
  }

 private:
  const Step& step_;
  const State& state_;
  const EventBlock& block_;
};

}  // namespace

void add_nearby_events(FindingDetail& detail, const Step& step, const State& state) {
  const Neighbours neighbours(step, state);
  const size_t here = step.event.index();
  const size_t first = here - std::min(here, kFarthest);
  const size_t end = std::min(step.event.block().size(), here + 1 + kFarthest);
  for (size_t i = here; i-- > first;)
    if (neighbours.take(i, detail.before)) break;
  std::reverse(detail.before.begin(), detail.before.end());
  for (size_t i = here + 1; i < end; ++i)
    if (neighbours.take(i, detail.after)) break;
}

}  // namespace sysreel
