#include "replayer/state/flag_bits.h"
#include "replayer/state/handlers.h"

namespace sysreel {
namespace {

constexpr uint64_t kAllCapabilities = (uint64_t{1} << 41) - 1;

bool succeeded(const Step& step) {
  return step.has_result() && step.result() == 0;
}

// setuid names the id itself; setreuid and setresuid have the effective one second. -1 leaves it as it is.
// `actual` is what the recorder read afterwards.
void take_id(State& state, Step& step, P single, P effective, P actual, uint32_t Thread::*id) {
  const P passed = step.place(effective) >= 0 ? effective : single;
  const P param = step.has(actual) ? actual : passed;
  if (!succeeded(step) || !step.has(param)) return;
  const auto value = static_cast<uint32_t>(step.number(param));
  if (value == kNoId && param == effective) return;
  step.thread->*id = value;
  state.threads.touch(*step.thread);
}

}  // namespace

void on_set_user(State& state, Step& step) {
  take_id(state, step, P::kUid, P::kEuid, P::kCredEuid, &Thread::uid);
}
void on_set_group(State& state, Step& step) {
  take_id(state, step, P::kGid, P::kEgid, P::kCredEgid, &Thread::gid);
}

void on_capset(State& state, Step& step) {
  if (!succeeded(step)) return;
  step.thread->capabilities = {static_cast<uint64_t>(step.number(P::kCapInheritable)),
                               static_cast<uint64_t>(step.number(P::kCapPermitted)),
                               static_cast<uint64_t>(step.number(P::kCapEffective))};
  state.threads.touch(*step.thread);
}

// Who enters a user namespace has every capability there.
void on_namespace(State& state, Step& step) {
  if (!step.has_result() || step.result() < 0) return;
  if (!has_bit(step.event.block(), step.number(step.place(P::kFlags) >= 0 ? P::kFlags : P::kNstype),
               kCloneNewuser)) {
    return;
  }
  step.thread->capabilities = {kAllCapabilities, kAllCapabilities, kAllCapabilities};
  state.threads.touch(*step.thread);
}

}  // namespace sysreel
