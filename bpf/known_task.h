// Who calls? What on_sys_exit needs of the current task is kept from its last call on this CPU, which spares
// three helpers at every event: each costs a walk through kernel text that the call itself has not touched.
//
// The registers of a task lie on its stack, so their address is as good as the task, until the stack belongs
// to another one or an exec changes what was kept (a thread that executes becomes its leader). Both pass
// through a hook first, which counts `task_epoch` on; what was kept in another epoch counts for nothing.
//
// A task in scope stays in it, so "yes" is kept. "No" is kept where only a mark or a root can make it "yes":
// fork counts the epoch on before it marks the child, which runs later and on a stack that nobody has used
// since; the recorder counts it on after it has marked or named a process (probes.cpp), and whoever read the
// epoch before that has what was kept under the old one. A name or a cgroup changes unseen.
#ifndef SYSREEL_BPF_KNOWN_TASK_H
#define SYSREEL_BPF_KNOWN_TASK_H

#include "bpf/machine.h"
#include "bpf/scope.h"

__u64 task_epoch;

static __always_inline void begin_epoch(void) {
  __sync_fetch_and_add(&task_epoch, 1);
}

static __always_inline bool is_known(const struct known_task* known, __u64 regs) {
  return known->regs == regs && known->epoch == *(volatile __u64*)&task_epoch && CAN_CAST;
}

static __noinline int learn_task(struct scratch* s, __u64 regs) {
  if (!s) return 0;
  struct task_struct* task = current_task();
  struct known_task* known = &s->known;
  known->epoch = *(volatile __u64*)&task_epoch;
  known->regs = regs;
  known->task = (__u64)task;
  known->start_time = task->group_leader->start_boottime;
  known->tid = task->pid;
  known->pid = task->tgid;
  known->scope = !whole_host ? SCOPE_NOT_ASKED : known->pid != own_pid ? SCOPE_IN : SCOPE_OUT;
  return is_compat(task);
}

// Is the call one of 32 bits? Afterwards s->known is that of the current task.
static __always_inline bool meet_task(struct scratch* s, __u64 regs) {
  struct known_task* known = &s->known;
  if (is_known(known, regs)) {
    return is_compat(AS_KERNEL(task_struct, known->task));
  }
  return learn_task(s, regs);
}

// Of a task that has just been met.
static __always_inline bool known_in_scope(struct scratch* s) {
  const __u32 known = s->known.scope;
  if (known != SCOPE_NOT_ASKED) return known == SCOPE_IN;
  const bool in = in_scope(bpf_get_current_task_btf());
  if (in)
    s->known.scope = SCOPE_IN;
  else if (!scope_cgroup && !has_comm)
    s->known.scope = SCOPE_OUT;
  return in;
}

#endif
