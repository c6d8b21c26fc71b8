#include "replayer/state/flag_bits.h"
#include "replayer/state/handlers.h"

namespace sysreel {

void on_close(State&, Step& step) {
  if (step.has_result() && step.result() >= 0 && step.descriptor != nullptr) step.close_after = step.fd;
}

bool pass_close(const State::Brief& brief) {
  brief.thread.descriptors->erase(brief.fd);
  return true;
}

void on_close_range(State& state, Step& step) {
  if (!step.has_result() || step.result() < 0) return;
  const auto first = static_cast<uint32_t>(step.number(P::kFirst));
  const auto last = static_cast<uint32_t>(step.number(P::kLast));
  DescriptorTable& table = state.descriptors_of(*step.thread);
  if (has_bit(step.event.block(), step.number(P::kFlags), kCloseRangeCloexec)) {
    table.mark_close_on_exec(first, last);
  } else {
    table.erase_range(first, last);
  }
}

}  // namespace sysreel
