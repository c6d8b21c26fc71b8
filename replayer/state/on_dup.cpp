#include "replayer/state/flag_bits.h"
#include "replayer/state/handlers.h"

namespace sysreel {
namespace {

Descriptor* copy_descriptor(DescriptorTable& table, const Descriptor& original, int64_t target,
                            bool close_on_exec) {
  // dup2 may replace the slot it came from
  const Ref<Descriptor> keep(const_cast<Descriptor*>(&original));
  Descriptor* copy = table.put_copy(target, original);
  if (copy != nullptr) copy->close_on_exec = close_on_exec;
  return copy;
}

void duplicate(State& state, Step& step, int64_t target, bool close_on_exec) {
  DescriptorTable& table = state.descriptors_of(*step.thread);
  step.made(target, copy_descriptor(table, *step.descriptor, target, close_on_exec));
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

bool pass_fcntl(const State::Brief& brief) {
  int64_t command = 0;
  if (!brief.read(P::kCmd, command)) return true;
  const EventBlock& block = brief.block;
  const bool to_cloexec = is_number(block, command, kFcntlDupfdCloexec);
  if (is_number(block, command, kFcntlSetfd)) {
    int64_t flags = 0;
    brief.read(P::kArg, flags);
    brief.thread.descriptors->edit(brief.fd)->close_on_exec = (flags & 1) != 0;
  } else if (to_cloexec || is_number(block, command, kFcntlDupfd)) {
    copy_descriptor(*brief.thread.descriptors, brief.descriptor, brief.result, to_cloexec);
  }
  return true;
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
