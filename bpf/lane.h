// Where a record is built and how it leaves the kernel.
//
// A record is built in the CPU's own scratch memory and copied into the ring buffer in one piece. Programs on
// one CPU could meet (another tracepoint inside a program, preemption on kernels that allow it), so the
// scratch has a guard word; who finds it taken counts the event as lost by nesting. Everything that can be
// lost is counted here.
#ifndef SYSREEL_BPF_LANE_H
#define SYSREEL_BPF_LANE_H

#include <bpf/bpf_helpers.h>

#include "bpf/event_abi.h"
#include "bpf/kernel_types.h"

// Any offset up to REEL_RECORD_MAX plus a field up to REEL_FIELD_MAX stays inside, which is what the verifier
// sees.
#define SCRATCH_BYTES (2 * (REEL_RECORD_MAX + 1))

struct scratch {
  __u32 busy;
  __u32 used;
  __u32 fields;
  __u32 flags;
  __u32 sequence;
  __u32 spare;
  // What the operations of the event read from.
  __u64 args[6];
  __s64 result;
  __u64 bprm;  // of a successful exec
  __u32 native_number;
  __u32 first_op;
  __u32 old_tid;
  __u32 loop_state;
  __u64 address;  // of a sockaddr that a hook tells of
  __u32 address_length;
  __u32 opens;  // the hook tells of an open
  // State of the walk in progress.
  __u64 walk_node;
  __u64 walk_mount;
  __u64 walk_stop_node;
  __u64 walk_stop_mount;
  __u32 walk_start;
  __u32 walk_limit;
  __u8 bytes[SCRATCH_BYTES];
};

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);  // the number of CPUs, set before load
  __type(key, __u32);
  __type(value, struct scratch);
} scratches SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 20);  // set before load
} ring SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct reel_counters);
} counters SEC(".maps");

static __always_inline struct reel_counters* my_counters(void) {
  __u32 zero = 0;
  return bpf_map_lookup_elem(&counters, &zero);
}

static __always_inline struct scratch* my_scratch(void) {
  __u32 cpu = bpf_get_smp_processor_id();
  return bpf_map_lookup_elem(&scratches, &cpu);
}

// Takes the CPU's scratch for a record of `kind`. NULL: counted as lost.
static __always_inline struct scratch* lane_begin(struct reel_counters* count, __u16 kind,
                                                  __u32 event_class) {
  struct scratch* s = my_scratch();
  if (!s || __sync_lock_test_and_set(&s->busy, 1)) {
    count->nested[event_class & (REEL_CLASSES - 1)]++;
    return NULL;
  }
  struct task_struct* task = bpf_get_current_task_btf();
  struct reel_record* record = (void*)s->bytes;
  record->kind = kind;
  record->cpu = bpf_get_smp_processor_id();
  record->time = bpf_ktime_get_boot_ns();
  record->start_time = task->group_leader->start_boottime;
  record->tid = task->pid;
  record->pid = task->tgid;
  s->used = sizeof(struct reel_record);
  s->fields = 0;
  s->flags = 0;
  return s;
}

static __always_inline void lane_publish(struct scratch* s, struct reel_counters* count, __u32 event_class) {
  struct reel_record* record = (void*)s->bytes;
  __u32 size = s->used;
  const __u32 slot = event_class & (REEL_CLASSES - 1);
  if (size > REEL_RECORD_MAX) {
    count->oversize[slot]++;
  } else {
    record->size = size;
    record->fields = s->fields;
    record->flags = s->flags;
    record->sequence = s->sequence;
    if (bpf_ringbuf_output(&ring, s->bytes, size & REEL_RECORD_MAX, BPF_RB_NO_WAKEUP) == 0) {
      s->sequence++;
      if (s->flags & REEL_RECORD_UNREADABLE) count->unreadable++;
      count->bytes += size;
      count->recorded++;
    } else {
      count->ring_full[slot]++;
    }
  }
  __sync_lock_test_and_set(&s->busy, 0);
}

#endif
