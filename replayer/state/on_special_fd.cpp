// Descriptors that are neither files nor sockets: pipes, event descriptors, memory, processes.
#include "replayer/state/flag_bits.h"
#include "replayer/state/handlers.h"

namespace sysreel {
namespace {

struct SpecialKind {
  std::string_view kind;
  FdType type;
  bool always_close_on_exec;
};
constexpr SpecialKind kSpecial[] = {
    {"eventfd", FdType::kEvent, false},         {"eventfd2", FdType::kEvent, false},
    {"signalfd", FdType::kSignal, false},       {"signalfd4", FdType::kSignal, false},
    {"timerfd_create", FdType::kTimer, false},  {"inotify_init", FdType::kInotify, false},
    {"inotify_init1", FdType::kInotify, false}, {"epoll_create", FdType::kEpoll, false},
    {"epoll_create1", FdType::kEpoll, false},   {"bpf", FdType::kBpf, true},
    {"userfaultfd", FdType::kUserfault, false}, {"io_uring_setup", FdType::kIoUring, true},
};

}  // namespace

void on_pipe(State& state, Step& step) {
  if (!step.has_result() || step.result() < 0) return;
  DescriptorTable& table = state.descriptors_of(*step.thread);
  for (const P param : {P::kFd1, P::kFd2}) {
    Descriptor* descriptor = table.put(step.number_or(param, -1));
    if (descriptor == nullptr) continue;
    descriptor->type = FdType::kPipe;
    descriptor->inode = static_cast<uint64_t>(step.number(P::kIno));
    descriptor->close_on_exec = has_bit(step.event.block(), step.number(P::kFlags), kOpenCloexec);
    step.made(step.number(param), descriptor);
  }
}

void on_special_fd(State& state, Step& step) {
  if (!step.has_result() || step.result() < 0) return;
  for (const SpecialKind& special : kSpecial) {
    if (special.kind != step.kind->name) continue;
    Descriptor* descriptor = state.descriptors_of(*step.thread).put(step.result());
    if (descriptor != nullptr) {
      const DualNumber cloexec = special.type == FdType::kEpoll ? kEpollCloexec : kOpenCloexec;
      descriptor->type = special.type;
      descriptor->close_on_exec =
          special.always_close_on_exec || has_bit(step.event.block(), step.number(P::kFlags), cloexec);
    }
    step.made(step.result(), descriptor);
  }
}

void on_memfd_create(State& state, Step& step) {
  if (!step.has_result() || step.result() < 0) return;
  Descriptor* descriptor = state.descriptors_of(*step.thread).put(step.result());
  if (descriptor != nullptr) {
    descriptor->type = FdType::kMemfd;
    descriptor->name = step.text(P::kName);
    descriptor->close_on_exec = has_bit(step.event.block(), step.number(P::kFlags), kMemfdCloexec);
  }
  step.made(step.result(), descriptor);
}

void on_pidfd_open(State& state, Step& step) {
  if (!step.has_result() || step.result() < 0) return;
  Descriptor* descriptor = state.descriptors_of(*step.thread).put(step.result());
  if (descriptor != nullptr) {
    descriptor->type = FdType::kPidfd;
    descriptor->pid = step.number(P::kPid);
    descriptor->name = "/proc/" + std::to_string(descriptor->pid);
    descriptor->close_on_exec = true;  // always, by the kernel
  }
  step.made(step.result(), descriptor);
}

}  // namespace sysreel
