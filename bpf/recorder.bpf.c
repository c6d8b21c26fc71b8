// The programs: each filters first, then hands the event to the serialiser.
//
// Exec is recorded where it succeeded (sched_process_exec: the system call's own exit no longer has its
// arguments) and at the system call's exit where it failed, so that there is exactly one event per call.
#include <linux/bpf.h>

#include "bpf/hooks.h"
#include "bpf/known_task.h"
#include "bpf/machine.h"
#include "bpf/scope.h"
#include "bpf/serialise.h"

// Kinds by system-call number: of the machine's own calls in the lower half, of i386 calls in the upper one;
// REEL_NO_KIND where a call is not recorded. One look tells that nothing of that number is.
const volatile __u32 kinds_of_call[REEL_SYSCALLS];
const volatile __u16 kind_of_socketcall[REEL_SOCKETCALLS];
const volatile __u16 kind_of_exec = REEL_NO_KIND;
const volatile __u16 kind_of_execveat = REEL_NO_KIND;
const volatile __u16 kind_of_exit = REEL_NO_KIND;

#define NO_KINDS ((__u32)REEL_NO_KIND << 16 | REEL_NO_KIND)

static __always_inline __u32 kinds_of(__u32 number) {
  if (number >= REEL_SYSCALLS) return NO_KINDS;
  barrier_var(number);
  return kinds_of_call[number & (REEL_SYSCALLS - 1)];  // which the verifier understands
}

static __always_inline __u32 kind_of(__u32 kinds, bool compat, struct pt_regs* regs) {
  if (!compat) return kinds & 0xffff;
  const __u32 kind = kinds >> 16;
  if (kind != REEL_SOCKETCALL_KIND) return kind;
  const __u32 call = socketcall_number(regs);
  return call < REEL_SOCKETCALLS ? kind_of_socketcall[call] : REEL_NO_KIND;
}

// Recorded by on_exec.
static __always_inline bool is_successful_exec(__u32 kind, __s64 result) {
  return (kind == kind_of_exec || kind == kind_of_execveat) && result >= 0;
}

// socketcall(call, args*): the arguments are in user memory.
static __noinline int read_socketcall_arguments(__u64* args, __u32 address) {
  __u32 narrow[REEL_CALL_ARGS] = {};
  if (!args) return 0;
  bpf_probe_read_user(narrow, sizeof(narrow), (void*)(__u64)address);
  for (int i = 0; i < REEL_CALL_ARGS; ++i) args[i] = narrow[i];
  return 0;
}

// A call whose lane is taken, or whose CPU has none.
static __noinline int record_bare_call(struct pt_regs* regs, struct event_head* head) {
  __u64 args[REEL_CALL_ARGS] = {};
  if (!regs || !head || head->kind >= REEL_KINDS) return 0;
  const bool compat = head->flags & REEL_RECORD_COMPAT;
  if (is_socketcall(head->number, compat))
    read_socketcall_arguments(args, socketcall_arguments(regs));
  else
    read_arguments(args, regs, compat);
  return publish_bare(head, args, descriptor_of(head->kind)->event_class);
}

// On a CPU that came after the recording began.
static __noinline int exit_without_lane(struct pt_regs* regs, __s64 result, __u32 kinds) {
  if (!regs) return 0;
  struct task_struct* task = bpf_get_current_task_btf();
  const bool compat = is_compat(task);
  struct event_head head = {.kind = kind_of(kinds, compat, regs), .number = call_number(regs)};
  struct reel_counters* count = my_counters();
  if (head.kind >= REEL_KINDS || is_successful_exec(head.kind, result) || !in_scope(task) || !count) {
    count_filtered();
    return 0;
  }
  count->admitted++;
  head.result = result;
  head.flags = call_flags(compat, result);
  name_task(&head, task);
  return record_bare_call(regs, &head);
}

// Everything that is not needed for most calls is elsewhere, so that the way of those stays on few pages.
SEC("tp_btf/sys_exit")
int on_sys_exit(__u64* context) {
  struct pt_regs* regs = (void*)context[0];
  const __s64 result = context[1];
  const __u32 number = call_number(regs);
  const __u32 kinds = kinds_of(number);
  if (kinds == NO_KINDS) {
    count_filtered();
    return 0;
  }
  struct scratch* s = my_scratch();
  if (!s) return exit_without_lane(regs, result, kinds);
  const bool compat = meet_task(s, (__u64)regs);
  if (!known_in_scope(s)) {
    count_filtered();
    return 0;
  }
  struct event_head head = {.kind = kind_of(kinds, compat, regs), .number = number, .result = result};
  if (head.kind >= REEL_KINDS || is_successful_exec(head.kind, result)) {
    count_filtered();
    return 0;
  }
  struct reel_counters* count = my_counters();
  if (!count) return 0;
  count->admitted++;
  head.flags = call_flags(compat, result);
  head.start_time = s->known.start_time;
  head.tid = s->known.tid;
  head.pid = s->known.pid;
  const volatile struct reel_descriptor* descriptor = descriptor_of(head.kind);
  if (!take_lane(s, true)) return record_bare_call(regs, &head);
  if (!begin_record(s, count, descriptor, &head, true)) return 0;
  __u64* args = (void*)(&s->bytes[s->start & ring_mask] + sizeof(struct reel_record));
  if (is_socketcall(number, compat))
    read_socketcall_arguments(args, socketcall_arguments(regs));
  else
    read_arguments(args, regs, compat);
  serialise_call_of(s, descriptor, args);
  publish_record(s, count, descriptor->event_class, true);
  return 0;
}

SEC("tp_btf/sched_process_exec")
int on_exec(__u64* context) {
  begin_epoch();
  struct task_struct* task = bpf_get_current_task_btf();
  struct linux_binprm* bprm = (void*)context[2];
  const bool at = bprm->fdpath != NULL;
  const __u32 kind = at ? kind_of_execveat : kind_of_exec;
  if (kind == REEL_NO_KIND || !in_scope(task)) {
    count_filtered();
    return 0;
  }
  struct event_head head = {.kind = kind, .number = at ? NR_EXECVEAT : NR_EXECVE};
  head.flags = is_compat(task) ? REEL_RECORD_COMPAT : 0;
  struct scratch* s = lane_begin(&head, task);
  if (!s) return 0;
  s->bprm = (__u64)bprm;
  s->old_tid = (__u32)context[1];
  serialise(s, kind, STAGE_EXEC);
  return 0;
}

// Runs in the parent before the child can: the child is marked before its first system call.
SEC("tp_btf/sched_process_fork")
int on_fork(__u64* context) {
  begin_epoch();
  if (whole_host) return 0;
  struct task_struct* child = (void*)context[1];
  struct task_struct* task = bpf_get_current_task_btf();
  if (!in_scope(task)) return 0;
  struct reel_counters* count = my_counters();
  if (!bpf_task_storage_get(&marked, child, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE) && count)
    count->scope_failed++;
  return 0;
}

#define REAPER_SEARCH 64

struct reaper_search {
  __u64 node;
  __u64 head;
  __s64 found;
};

#define PF_EXITING_BIT 0x4

static long next_thread(__u32 index, struct reaper_search* search) {
  if (search->node == search->head || search->node == 0) return 1;
  struct task_struct* thread = (void*)search->node - bpf_core_field_offset(struct task_struct, thread_node);
  if (!(BPF_CORE_READ(thread, flags) & PF_EXITING_BIT)) {
    search->found = BPF_CORE_READ(thread, pid);
    return 1;
  }
  struct list_head* link = (void*)search->node;
  search->node = (__u64)BPF_CORE_READ(link, next);
  return 0;
}

static long next_ancestor(__u32 index, struct reaper_search* search) {
  struct task_struct* ancestor = (void*)search->node;
  struct task_struct* leader = BPF_CORE_READ(ancestor, group_leader);
  struct signal_struct* signal = BPF_CORE_READ(ancestor, signal);
  if (signal && BPF_CORE_READ_BITFIELD_PROBED(signal, is_child_subreaper) &&
      !(BPF_CORE_READ(leader, flags) & PF_EXITING_BIT)) {
    search->found = BPF_CORE_READ(leader, pid);
    return 1;
  }
  struct task_struct* parent = BPF_CORE_READ(ancestor, real_parent);
  if (!parent || parent == ancestor || BPF_CORE_READ(ancestor, pid) == 1) return 1;
  search->node = (__u64)parent;
  return 0;
}

// Who inherits the children of an exiting task: a living thread of its own process, else the nearest
// subreaper, else the init of its pid namespace. 0: it has no children.
static __noinline __s64 reaper_of_current(void) {
  struct task_struct* task = bpf_get_current_task_btf();
  struct list_head* children = BPF_CORE_READ(task, children.next);
  if ((__u64)children == (__u64)task + bpf_core_field_offset(struct task_struct, children)) return 0;
  struct reaper_search search = {};
  struct signal_struct* signal = task->signal;
  if (signal) {
    search.head = (__u64)signal + bpf_core_field_offset(struct signal_struct, thread_head);
    search.node = (__u64)BPF_CORE_READ(signal, thread_head.next);
    bpf_loop(REAPER_SEARCH, next_thread, &search, 0);
  }
  if (!search.found) {
    search.node = (__u64)BPF_CORE_READ(task, real_parent);
    bpf_loop(REAPER_SEARCH, next_ancestor, &search, 0);
  }
  if (!search.found) {
    struct pid_namespace* ns = pid_namespace_of(thread_pid_of(task));
    search.found = ns ? BPF_CORE_READ(ns, child_reaper, pid) : 1;
  }
  return search.found;
}

SEC("tp_btf/sched_process_exit")
int on_exit(__u64* context) {
  struct task_struct* task = bpf_get_current_task_btf();
  const __u32 kind = kind_of_exit;
  if (kind == REEL_NO_KIND || !in_scope(task)) {
    count_filtered();
    return 0;
  }
  struct event_head head = {.kind = kind};
  struct scratch* s = lane_begin(&head, task);
  if (!s) return 0;
  s->result = reaper_of_current();
  serialise(s, kind, STAGE_EXIT);
  return 0;
}

SEC("tp_btf/signal_deliver")
int on_signal(__u64* context) {
  return signal_delivered(context[0], (void*)context[1]);
}

SEC("tp_btf/io_uring_submit_req")
int on_uring_submit(__u64* context) {
  return request_submitted((void*)context[0]);
}

// The tracepoint's name before 6.3.
SEC("tp_btf/io_uring_submit_sqe")
int on_uring_submit_before(__u64* context) {
  return request_submitted((void*)context[0]);
}

// Every thread with its exact start time, which /proc rounds: the start snapshot and the events must name a
// process alike.
SEC("iter/task")
int list_tasks(struct bpf_iter__task* context) {
  struct task_struct* task = context->task;
  if (!task) return 0;
  struct reel_task entry = {.tid = task->pid, .pid = task->tgid, .start_time = task->start_boottime};
  entry.group_start_time = task->group_leader->start_boottime;
  entry.parent_pid = task->real_parent->tgid;
  entry.recorded = in_scope(task);
  bpf_seq_write(context->meta->seq, &entry, sizeof(entry));
  return 0;
}

char kLicense[] SEC("license") = "Dual MIT/GPL";
