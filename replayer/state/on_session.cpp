// Sessions, process groups, names, limits, memory figures, accounts: small changes of one number or text.
#include "replayer/state/handlers.h"

namespace sysreel {
namespace {

constexpr int64_t kPrSetChildSubreaper = 36;
constexpr int64_t kRlimitNofile = 7;

Thread& main_thread(Thread& thread) {
  return thread.leader != nullptr ? *thread.leader : thread;
}

void take_memory(const Step& step, Thread& thread) {
  if (step.has(P::kVmSize)) thread.vm_size = static_cast<uint64_t>(step.number(P::kVmSize));
  if (step.has(P::kVmRss)) thread.vm_rss = static_cast<uint64_t>(step.number(P::kVmRss));
  if (step.has(P::kVmSwap)) thread.vm_swap = static_cast<uint64_t>(step.number(P::kVmSwap));
}

}  // namespace

void on_setsid(State& state, Step& step) {
  if (!step.has_result() || step.result() < 0) return;
  Thread& thread = main_thread(*step.thread);
  // The result is the pid in the caller's namespace.
  thread.sid = step.result();
  // A new session leader leads its own group and has no terminal. Falco does not follow that.
  if (step.event.block().numbers == NumberSpace::kKernel) {
    thread.vpgid = step.result();
    thread.pgid = thread.pid;
    thread.tty = 0;
  }
  if (step.thread != &thread) step.thread->sid = thread.sid;
  state.threads.touch(thread);
}

void on_setpgid(State& state, Step& step) {
  if (!step.has_result() || step.result() != 0 || !step.has(P::kPid)) return;
  const int64_t pid = step.number(P::kPid);
  const int64_t group = step.number(P::kPgid);
  Thread* target = pid == 0 ? &main_thread(*step.thread) : state.threads.find(pid);
  if (target == nullptr || target->is_namespaced()) return;  // pid counts in the caller's namespace
  target->pgid = target->vpgid = group == 0 ? target->pid : group;
  state.threads.touch(*target);
}

void on_prctl(State&, Step& step) {
  if (!step.has_result() || step.result() < 0) return;
  // A new name (PR_SET_NAME) is not followed, as in Falco: what a process calls itself hides nothing from
  // rules.
  if (step.number(P::kOption) == kPrSetChildSubreaper)
    main_thread(*step.thread).subreaper = step.number(P::kArg2Int) != 0;
}

void on_rlimit(State& state, Step& step) {
  if (!step.has_result() || step.result() != 0 || step.number_or(P::kResource, -1) != kRlimitNofile) return;
  const bool other = step.place(P::kNewcur) >= 0;
  const int64_t limit = step.number_or(other ? P::kNewcur : P::kCur, -1);
  if (limit == -1) return;
  const int64_t pid = other ? step.number(P::kPid) : 0;
  Thread* target = pid == 0 ? step.thread : state.threads.find(pid);
  if (target != nullptr) main_thread(*target).fd_limit = limit;
}

void on_memory(State&, Step& step) {
  take_memory(step, *step.thread);
}

// Of a thread that nobody has told of, idle ones among them, this says nothing worth an entry.
void on_switch(State&, Step& step) {
  if (step.thread == nullptr || !step.has(P::kVmSwap)) return;
  step.thread->major_faults = static_cast<uint64_t>(step.number(P::kPgftMaj));
  step.thread->minor_faults = static_cast<uint64_t>(step.number(P::kPgftMin));
  take_memory(step, main_thread(*step.thread));  // the memory is the process's
}

void on_procinfo(State&, Step& step) {
  if (step.thread == nullptr) return;
  Thread& thread = *step.thread;
  const auto user = static_cast<uint64_t>(step.number(P::kCpuUsr));
  const auto system = static_cast<uint64_t>(step.number(P::kCpuSys));
  const bool first = thread.cpu_user == 0 && thread.cpu_system == 0;
  thread.cpu_user_used = first || user < thread.cpu_user ? 0 : user - thread.cpu_user;
  thread.cpu_system_used = first || system < thread.cpu_system ? 0 : system - thread.cpu_system;
  thread.cpu_user = user;
  thread.cpu_system = system;
}

void on_account(State& state, Step& step) {
  const std::string_view container = step.text(P::kContainerId);
  const auto uid = static_cast<uint32_t>(step.number(P::kUid));
  const auto gid = static_cast<uint32_t>(step.number(P::kGid));
  if (step.kind->name == "useradded") {
    state.accounts.set_user(container, uid,
                            {gid, std::string(step.text(P::kName)), std::string(step.text(P::kHome)),
                             std::string(step.text(P::kShell))});
  } else if (step.kind->name == "userdeleted") {
    state.accounts.remove_user(container, uid);
  } else if (step.kind->name == "groupadded") {
    state.accounts.set_group(container, gid, step.text(P::kName));
  } else {
    state.accounts.remove_group(container, gid);
  }
  state.forget_all_answers();
}

}  // namespace sysreel
