// A new thread is reported twice: the parent's call returns its number, the child's returns 0. Either may
// come first, late, or not at all. The child's own report is the better one (its ids are those of the initial
// namespace), so a parent's report after it adds nothing.
#include "replayer/state/flag_bits.h"
#include "replayer/state/handlers.h"

namespace sysreel {
namespace {

// A child's entry that is older than this belongs to an earlier owner of the number.
constexpr uint64_t kStaleAfter = 2'000'000'000;

bool clone_flag(const Step& step, DualNumber bit) {
  return has_bit(step.event.block(), step.number(P::kFlags), bit);
}

// The child's own report may lack the flags, but not its ids.
bool creates_thread(const Step& step) {
  if (step.has(P::kFlags) || step.result() != 0) return clone_flag(step, kCloneThread);
  return step.has(P::kPid) && step.has(P::kTid) && step.number(P::kPid) != step.number(P::kTid);
}

void inherit(State& state, Thread& child, Thread& parent, const Step& step) {
  const bool thread = creates_thread(step);
  child.image = parent.image;
  child.comm = parent.comm;
  child.cgroups = parent.cgroups;
  child.sid = parent.sid;
  child.pgid = parent.pgid;
  child.vpgid = parent.vpgid;
  child.tty = parent.tty;
  child.uid = parent.uid;
  child.gid = parent.gid;
  child.login_uid = parent.login_uid;
  child.capabilities = parent.capabilities;
  child.fd_limit = parent.fd_limit;
  child.exe_ctime_to_start = parent.exe_ctime_to_start;
  child.pidns_start_time = parent.pidns_start_time;
  child.from_snapshot = parent.from_snapshot;
  child.exec_time = thread ? parent.exec_time : 0;
  DescriptorTable& table = state.descriptors_of(parent);
  const bool share_table = thread || clone_flag(step, kCloneFiles);
  child.descriptors = share_table ? Ref<DescriptorTable>(&table) : Ref<DescriptorTable>::make(table);
  WorkingDirectory& directory = state.directory_of(parent);
  const bool share_directory = thread || clone_flag(step, kCloneFs);
  child.directory =
      share_directory ? Ref<WorkingDirectory>(&directory) : Ref<WorkingDirectory>::make(directory);
}

// What the event itself says about the process is newer than what the parent had.
void take_event(const Step& step, Thread& child) {
  if (step.has(P::kExe)) {
    const std::string_view arguments = arguments_in(step.event.block(), step.text(P::kArgs));
    const Image no_image;
    const Image& before = child.image ? *child.image : no_image;
    if (before.exe != step.text(P::kExe) || before.arguments != arguments) {
      auto image = Ref<Image>::make(before);
      image->exe = step.text(P::kExe);
      image->arguments = arguments;
      child.image = image;
    }
  }
  if (step.has(P::kComm)) child.comm = step.text(P::kComm);
  if (step.has(P::kCgroups)) take_cgroups(child, step.text(P::kCgroups));
  if (step.has(P::kUid)) child.uid = static_cast<uint32_t>(step.number(P::kUid));
  if (step.has(P::kGid)) child.gid = static_cast<uint32_t>(step.number(P::kGid));
  if (step.has(P::kFdlimit)) child.fd_limit = step.number(P::kFdlimit);
  if (step.has(P::kVmSwap)) {
    child.major_faults = static_cast<uint64_t>(step.number(P::kPgftMaj));
    child.minor_faults = static_cast<uint64_t>(step.number(P::kPgftMin));
    child.vm_size = static_cast<uint64_t>(step.number(P::kVmSize));
    child.vm_rss = static_cast<uint64_t>(step.number(P::kVmRss));
    child.vm_swap = static_cast<uint64_t>(step.number(P::kVmSwap));
  }
  child.clone_time = step.wall_time;
  child.last_seen = step.event.time();
}

void from_parent(State& state, Step& step) {
  Thread& parent = *step.thread;
  const bool foreign_number = clone_flag(step, kCloneChildInPidns) || clone_flag(step, kCloneNewpid) ||
                              clone_flag(step, kCloneParent) || parent.is_namespaced();
  const int64_t tid = step.number_or(P::kChildTid, step.result());
  if (foreign_number && !step.has(P::kChildTid)) return;  // the number counts in another namespace
  if (tid <= 0 || tid == parent.tid) return;
  if (clone_flag(step, kCloneVfork) || step.kind->name == "vfork") return;  // the child has already run
  if (state.recently_exited(tid, step.event.time())) return;
  if (Thread* existing = state.threads.find(tid)) {
    if (existing->created_by_child) return;
    if (existing == parent.leader) return;
    state.threads.remove(*existing);
    if (state.threads.find(tid) != nullptr) return;
  }
  const bool thread = creates_thread(step);
  Thread& child = state.threads.add(tid, thread ? parent.pid : tid);
  inherit(state, child, parent, step);
  take_event(step, child);
  child.vtid = child.tid;
  child.vpid = child.pid;
  child.known = parent.known || step.has(P::kExe);
  state.threads.set_parent(child, thread ? parent.parent : &parent);
}

// Of a process that was not known, its new thread tells at least the program.
void introduce_leader(State& state, const Thread& child) {
  Thread* leader = child.leader;
  if (leader == nullptr || leader == &child || leader->known) return;
  leader->image = child.image;
  leader->comm = child.comm;
  leader->cgroups = child.cgroups;
  state.threads.touch(*leader);
}

void from_child(State& state, Step& step) {
  Thread* child = step.thread;
  const bool thread = creates_thread(step);
  const bool fresh =
      child->known && child->clone_time != 0 && step.wall_time - child->clone_time < kStaleAfter;
  if (!fresh) {
    const int64_t pid = step.number_or(P::kPid, thread ? child->pid : child->tid);
    if (pid > 0) state.threads.set_group(*child, pid);
    Thread* source = thread ? child->leader : state.threads.find(step.number(P::kPtid));
    if (source != nullptr && source != child) {
      inherit(state, *child, *source, step);
      child->known = source->known;
      state.threads.set_parent(*child, thread ? source->parent : source);
    } else if (!thread) {
      child->ptid = 0;
    }
    take_event(step, *child);
    introduce_leader(state, *child);
    child->known = child->known || step.has(P::kExe);
  }
  child->in_pid_namespace = step.number(P::kChildInPidns) != 0 || clone_flag(step, kCloneChildInPidns);
  child->vtid = step.number_or(P::kVtid, child->tid);
  child->vpid = step.number_or(P::kVpid, child->pid);
  // Falco's: of a process of the initial namespace the event's value is not kept.
  if (child->is_namespaced() && step.has(P::kPidnsInitStartTs)) {
    child->pidns_start_time = state.wall_time(static_cast<uint64_t>(step.number(P::kPidnsInitStartTs)));
  }
  child->created_by_child = true;
  state.threads.touch(*child);
}

}  // namespace

void on_clone(State& state, Step& step) {
  if (!step.has_result() || step.result() < 0) return;
  if (step.result() == 0) {
    from_child(state, step);
  } else {
    from_parent(state, step);
  }
}

void on_exit(State& state, Step& step) {
  step.exit_after = true;
  step.thread->reaper = step.number_or(P::kReaperTid, -1);
  state.threads.mark_dead(*step.thread);
  state.note_exit(step.thread->tid, step.event.time());
}

}  // namespace sysreel
