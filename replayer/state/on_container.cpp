// Container events: metadata of a container begins to be known, changes, or ends.
#include "replayer/state/handlers.h"

namespace sysreel {

void on_container(State& state, Step& step) {
  if (state.containers.set(step.text(P::kJson))) state.forget_all_answers();
}

// Falco's container plugin reports by asynchronous events. A container that went stays known: the events of
// its last processes may come later, and an id is not used twice.
void on_async(State& state, Step& step) {
  const std::string_view name = step.text(P::kName);
  if (name != "container" && name != "container_added") return;
  std::string_view json = step.text(P::kData);
  json = json.substr(0, json.find('\0'));
  if (state.containers.set(json)) state.forget_all_answers();
}

}  // namespace sysreel
