#include "replayer/state/flag_bits.h"
#include "replayer/state/handlers.h"

namespace sysreel {
namespace {

void duplicate(State& state, Step& step, int64_t target, bool close_on_exec) {
  const Ref<Descriptor> keep(
      const_cast<Descriptor*>(step.descriptor));  // dup2 may replace the slot it came from
  Descriptor* copy = state.descriptors_of(*step.thread).put_copy(target, *keep);
  if (copy != nullptr) copy->close_on_exec = close_on_exec;
  step.made(target, copy);
}

}  // namespace

void on_dup(State& state, Step& step) {
  if (!step.has_result() || step.result() < 0 || step.descriptor == nullptr) return;
  if (step.result() == step.fd) return;  // dup2(n, n)
  duplicate(state, step, step.result(), has_bit(step.event.block(), step.number(P::kFlags), kOpenCloexec));
  step.name_changed = false;
}

void on_fcntl(State& state, Step& step) {
  if (!step.has_result() || step.result() < 0 || step.descriptor == nullptr || !step.has(P::kCmd)) return;
  const EventBlock& block = step.event.block();
  const int64_t command = step.number(P::kCmd);
  const bool to_cloexec = is_number(block, command, kFcntlDupfdCloexec);
  if (is_number(block, command, kFcntlSetfd)) {
    if (Descriptor* descriptor = step.edit_descriptor())
      descriptor->close_on_exec = (step.number(P::kArg) & 1) != 0;
  } else if (to_cloexec || is_number(block, command, kFcntlDupfd)) {
    duplicate(state, step, step.result(), to_cloexec);
    step.name_changed = false;
  }
}

// Most of them change nothing.
bool pass_fcntl(const State::Brief& brief) {
  int64_t command = 0;
  const int place = brief.places.of(brief.event.kind(), P::kCmd);
  const bool known = brief.descriptor != nullptr && place >= 0;
  if (!known || !brief.event.read(static_cast<size_t>(place), command)) return true;
  const EventBlock& block = brief.event.block();
  return !is_number(block, command, kFcntlSetfd) && !is_number(block, command, kFcntlDupfd) &&
         !is_number(block, command, kFcntlDupfdCloexec);
}

void on_pidfd_getfd(State& state, Step& step) {
  if (!step.has_result() || step.result() < 0) return;
  const Descriptor* pidfd = step.thread->descriptor(step.number(P::kPidFd));
  if (pidfd == nullptr || pidfd->type != FdType::kPidfd) return;
  const Thread* owner = state.threads.find(pidfd->pid);
  const Descriptor* original = owner == nullptr ? nullptr : owner->descriptor(step.number(P::kTargetFd));
  if (original == nullptr) return;
  step.descriptor = original;
  duplicate(state, step, step.result(), true);
  step.name_changed = false;
}

}  // namespace sysreel
