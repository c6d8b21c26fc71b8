// Which tasks are recorded. A mark in task storage is set when a recorded task creates another one, in the
// tracepoint that runs before the new task can, so no descendant is ever missed; it goes when the task does,
// so no pid is ever mistaken for an older one. What a scope names itself is recognised at each event:
// processes that already ran by pid and start time, members of a cgroup by its kernfs id, tasks of a name by
// their comm; the latter two are marked then. Exactly one kind of scope is set before load, so that the
// verifier drops the code of the others.
#ifndef SYSREEL_BPF_SCOPE_H
#define SYSREEL_BPF_SCOPE_H

#include "bpf/cgroup_scope.h"
#include "bpf/lane.h"

const volatile __u32 own_pid;    // the recorder: never recorded
const volatile bool whole_host;  // no scope but "not the recorder"
const volatile bool has_roots;   // `roots` may name processes
const volatile bool has_comm;
const volatile char scope_comm[16];

struct {
  __uint(type, BPF_MAP_TYPE_TASK_STORAGE);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, int);
  __type(value, __u32);
} marked SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __uint(max_entries, 65536);
  __type(key, __u32);
  __type(value, __u64);  // start time of the process, CLOCK_BOOTTIME ns
} roots SEC(".maps");

static __always_inline bool is_root(struct task_struct* task) {
  const __u32 pid = task->tgid;
  const __u64* start = bpf_map_lookup_elem(&roots, &pid);
  return start && *start == task->group_leader->start_boottime;
}

static __always_inline bool is_named(const char* comm) {
  char name[16] = {};
  bpf_probe_read_kernel(name, sizeof(name), comm);
  for (int i = 0; i < 16; ++i) {
    if (name[i] != scope_comm[i]) return false;
    if (!name[i]) return true;
  }
  return true;
}

// A thread belongs to a name by its own or by its process's.
static __always_inline bool has_scope_comm(struct task_struct* task) {
  struct task_struct* leader = task->group_leader;
  return is_named(task->comm) || (leader != task && is_named(leader->comm));
}

static __always_inline bool in_scope(struct task_struct* task) {
  if ((__u32)task->tgid == own_pid) return false;
  if (whole_host) return true;
  if (bpf_task_storage_get(&marked, task, NULL, 0)) return true;
  if (has_roots && is_root(task)) return true;
  if ((scope_cgroup && in_scope_cgroup(task)) || (has_comm && has_scope_comm(task))) {
    // Who takes another name or leaves the cgroup is still the one who was to be recorded.
    bpf_task_storage_get(&marked, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
    return true;
  }
  return false;
}

#endif
