// Which tasks are recorded. A mark in task storage is set when a marked task creates another one, in the
// tracepoint that runs before the new task can, so no descendant is ever missed; it goes when the task does,
// so no pid is ever mistaken for an older one. Processes that already ran when the recording started are
// named by their pid until one of their threads is met.
#ifndef SYSREEL_BPF_SCOPE_H
#define SYSREEL_BPF_SCOPE_H

#include "bpf/lane.h"

const volatile __u32 own_pid;    // the recorder: never recorded
const volatile bool whole_host;  // no scope but "not the recorder"
const volatile bool has_roots;   // `roots` may name processes

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
  __type(value, __u64);  // start time of the process, CLOCK_BOOTTIME ns; 0: not known
} roots SEC(".maps");

static __always_inline bool is_root(struct task_struct* task) {
  const __u32 pid = task->tgid;
  return bpf_map_lookup_elem(&roots, &pid) != NULL;
}

static __always_inline bool in_scope(struct task_struct* task) {
  if ((__u32)task->tgid == own_pid) return false;
  if (whole_host) return true;
  if (bpf_task_storage_get(&marked, task, NULL, 0)) return true;
  return has_roots && is_root(task);
}

#endif
