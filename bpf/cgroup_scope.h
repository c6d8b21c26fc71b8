// Is a task in the cgroup that is recorded, or below it? Whether a cgroup lies below another one never
// changes while it exists and ids are never used again, so the answer for each cgroup met is kept: two
// dereferences and a hash look-up an event instead of a walk.
#ifndef SYSREEL_BPF_CGROUP_SCOPE_H
#define SYSREEL_BPF_CGROUP_SCOPE_H

#include "bpf/event_abi.h"
#include "bpf/kernel_compat.h"

const volatile __u64 scope_cgroup;                       // kernfs id; 0: no scope by cgroup
const volatile __u32 scope_cgroup_level;                 // how deep in its hierarchy; the root is 0
const volatile __u32 scope_cgroup_in = REEL_CG_UNIFIED;  // enum reel_hierarchy

struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 4096);
  __type(key, __u64);   // kernfs id
  __type(value, __u8);  // 1: the scope's cgroup, or below it
} cgroup_answers SEC(".maps");

#define CONTROLLER_CGROUP(name)                                                  \
  ({                                                                             \
    struct cgroup* found = NULL;                                                 \
    if (bpf_core_enum_value_exists(enum cgroup_subsys_id, name##_cgrp_id)) {     \
      const int id = bpf_core_enum_value(enum cgroup_subsys_id, name##_cgrp_id); \
      struct cgroup_subsys_state* state = NULL;                                  \
      bpf_core_read(&state, sizeof(state), &set->subsys[id]);                    \
      if (state) found = BPF_CORE_READ(state, cgroup);                           \
    }                                                                            \
    found;                                                                       \
  })

// The task's cgroup in a hierarchy of version 1.
static __noinline __u64 controller_cgroup(struct css_set* set) {
  if (!set) return 0;
  switch (scope_cgroup_in) {
    case REEL_CG_CPUSET:
      return (__u64)CONTROLLER_CGROUP(cpuset);
    case REEL_CG_CPU:
      return (__u64)CONTROLLER_CGROUP(cpu);
    case REEL_CG_CPUACCT:
      return (__u64)CONTROLLER_CGROUP(cpuacct);
    case REEL_CG_IO:
      return (__u64)CONTROLLER_CGROUP(io);
    case REEL_CG_MEMORY:
      return (__u64)CONTROLLER_CGROUP(memory);
    case REEL_CG_DEVICES:
      return (__u64)CONTROLLER_CGROUP(devices);
    case REEL_CG_FREEZER:
      return (__u64)CONTROLLER_CGROUP(freezer);
    case REEL_CG_PIDS:
      return (__u64)CONTROLLER_CGROUP(pids);
  }
  return 0;
}

static __noinline bool is_below_scope(__u64 address, __u64 id) {
  if (id == scope_cgroup) return true;
  struct cgroup* cgroup = (void*)address;
  if (BPF_CORE_READ(cgroup, level) <= (int)scope_cgroup_level) return false;
  return cgroup_ancestor_id(cgroup, scope_cgroup_level) == scope_cgroup;
}

static __always_inline bool in_scope_cgroup(struct task_struct* task) {
  struct css_set* set = task->cgroups;
  if (!set) return false;
  struct cgroup* cgroup = NULL;
  __u64 id = 0;
  if (scope_cgroup_in == REEL_CG_UNIFIED) {
    cgroup = set->dfl_cgrp;
    if (!cgroup) return false;
    id = cgroup->kn->id;
  } else {
    cgroup = (void*)controller_cgroup(set);
    if (!cgroup) return false;
    id = BPF_CORE_READ(cgroup, kn, id);
  }
  const __u8* known = bpf_map_lookup_elem(&cgroup_answers, &id);
  if (known) return *known;
  const __u8 answer = is_below_scope((__u64)cgroup, id);
  bpf_map_update_elem(&cgroup_answers, &id, &answer, BPF_ANY);
  return answer;
}

#endif
