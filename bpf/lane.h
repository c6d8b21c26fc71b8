// Where a record is built and how it leaves the kernel.
//
// A record is built in memory of the CPU's own, its lane. In one transport the lane is the ring: memory that
// the recorder has mapped, written by one CPU and read by one thread, so that a record is built where it will
// be read and publishing it is one store (memory_ring.h is the other end). In the other transport the lane
// holds one record, which is copied into the BPF ring buffer `ring`.
//
// A record lies in one piece: it may run over the end of the ring into the slack behind it, and the next one
// then begins at the start. Before an event is begun its kind's room must be free, which is more than its
// record can grow to; the room of every kind but exec, fork and exit includes an eighth of the ring, so that
// the lives of processes survive an overload that other events do not.
//
// Programs on one CPU could meet where kernels let them be preempted. A program never meets itself (the
// kernel sees to that, and counts), so each of on_sys_exit and the others together has a word that says "at
// work": it sets its own and looks at the other's. Both run on one CPU, which sees its own stores in order:
// no lock is needed, and at least one of two programs that meet notices. That one publishes what it has in
// registers, without fields, through `ring`, which is small in the first transport; so do CPUs without a
// lane. Everything that can be lost is counted here.
#ifndef SYSREEL_BPF_LANE_H
#define SYSREEL_BPF_LANE_H

#include <bpf/bpf_helpers.h>

#include "bpf/event_abi.h"
#include "bpf/kernel_types.h"

enum known_scope { SCOPE_NOT_ASKED = 0, SCOPE_IN, SCOPE_OUT };

// Whose state the current call needs, kept while the same task goes on calling (known_task.h).
struct known_task {
  __u64 regs;   // where the task's registers lie: its stack, and so itself
  __u64 epoch;  // of task_epoch
  __u64 task;
  __u64 start_time;
  __u32 tid;
  __u32 pid;
  __u32 scope;  // enum known_scope
  __u32 spare;
};

struct scratch {
  struct reel_lane lane;
  __u32 sequence;
  __u32 start;  // of the record in `bytes`
  __u32 used;   // end of what the record holds so far, in `bytes`
  __u32 fields;
  __u32 flags;
  __u32 number;  // of the call
  struct known_task known;
  // What the operations of the event read from.
  __u64 args[REEL_CALL_ARGS];
  __s64 result;
  __u64 bprm;  // of a successful exec
  __u32 first_op;
  __u32 old_tid;
  __u32 loop_state;
  __u32 address_length;
  __u64 address;  // of a sockaddr that a hook tells of
  __u32 opens;    // the hook tells of an open
  __u32 walk_limit;
  // State of the walk in progress.
  __u64 walk_node;
  __u64 walk_mount;
  __u64 walk_stop_node;
  __u64 walk_stop_mount;
  __u32 walk_start;
  __u32 spare;
  __u8 bytes[] __attribute__((aligned(REEL_LANE_HEAD)));
};
_Static_assert(__builtin_offsetof(struct scratch, bytes) == REEL_LANE_HEAD, "the head is a page");

const volatile struct reel_descriptor descriptors[REEL_KINDS];

// Of a kind that is one; the verifier sees it whatever the compiler makes of the checks before.
static __always_inline const volatile struct reel_descriptor* descriptor_of(__u32 kind) {
  barrier_var(kind);
  return &descriptors[kind & (REEL_KINDS - 1)];
}

// Bytes of the ring less one, a power of two less one; 0: records are copied into `ring`.
const volatile __u32 ring_mask;
// Largest `used`: from there the largest field still fits, which is what the verifier sees.
const volatile __u32 lane_limit = REEL_RECORD_MAX;

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(map_flags, BPF_F_MMAPABLE);
  __uint(max_entries, 1);  // both set before load
  __uint(key_size, sizeof(__u32));
  __uint(value_size, REEL_LANE_HEAD + REEL_LANE_SLACK);
} lanes SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 16);  // set before load
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

static __always_inline void count_filtered(void) {
  struct reel_counters* count = my_counters();
  if (count) count->filtered++;
}

static __always_inline struct scratch* my_scratch(void) {
  __u32 cpu = bpf_get_smp_processor_id();
  return bpf_map_lookup_elem(&lanes, &cpu);
}

// Who the event belongs to and how the call ended.
struct event_head {
  __u64 start_time;
  __u32 tid;
  __u32 pid;
  __u32 kind;
  __u32 number;
  __u32 flags;
  __s64 result;
};

static __always_inline void fill_record(struct reel_record* record, const struct event_head* head) {
  record->kind = head->kind;
  record->cpu = bpf_get_smp_processor_id();
  record->time = bpf_ktime_get_boot_ns();
  record->start_time = head->start_time;
  record->tid = head->tid;
  record->pid = head->pid;
  record->number = head->number;
  record->result = head->result;
}

static __always_inline void name_task(struct event_head* head, struct task_struct* task) {
  head->start_time = task->group_leader->start_boottime;
  head->tid = task->pid;
  head->pid = task->tgid;
}

static __always_inline __u32 call_flags(bool compat, __s64 result) {
  return (compat ? REEL_RECORD_COMPAT : 0) | (result < 0 ? REEL_RECORD_FAILED : 0);
}

struct bare_record {
  struct reel_record record;
  __u64 args[REEL_CALL_ARGS];
};

// For who finds the lane taken. `args`: of a call, or NULL.
static __noinline int publish_bare(struct event_head* head, __u64* args, __u32 event_class) {
  struct reel_counters* count = my_counters();
  if (!count || !head) return 0;
  struct bare_record bare = {};
  __u32 size = sizeof(bare.record);
  fill_record(&bare.record, head);
  bare.record.flags = head->flags | REEL_RECORD_NESTED | REEL_RECORD_UNREADABLE;
  if (args) {
    __builtin_memcpy(bare.args, args, sizeof(bare.args));
    bare.record.flags |= REEL_CALL_ARGS << REEL_RECORD_ARGS_SHIFT;
    size = sizeof(bare);
  }
  bare.record.size = size;
  if (bpf_ringbuf_output(&ring, &bare, size, BPF_RB_NO_WAKEUP) == 0) {
    count->unreadable++;
    count->bytes += size;
    count->recorded++;
  } else {
    count->nested[event_class & (REEL_CLASSES - 1)]++;
  }
  return 0;
}

static __always_inline bool take_lane(struct scratch* s, bool call) {
  if (call) {
    *(volatile __u32*)&s->lane.busy_with_call = 1;
    if (*(volatile __u32*)&s->lane.busy_with_other == 0) return true;
    *(volatile __u32*)&s->lane.busy_with_call = 0;
    return false;
  }
  if (__sync_lock_test_and_set(&s->lane.busy_with_other, 1)) return false;
  if (*(volatile __u32*)&s->lane.busy_with_call == 0) return true;
  *(volatile __u32*)&s->lane.busy_with_other = 0;
  return false;
}

static __always_inline void leave_lane(struct scratch* s, bool call) {
  barrier();
  if (call)
    *(volatile __u32*)&s->lane.busy_with_call = 0;
  else
    *(volatile __u32*)&s->lane.busy_with_other = 0;
}

// A timer empties the lanes; when one is half full before that, the recorder is woken, once until it has
// come.
static __noinline int ring_bell(struct scratch* s) {
  __u64 bell = 0;
  if (!s) return 0;
  *(volatile __u32*)&s->lane.rung = 1;
  bpf_ringbuf_output(&ring, &bell, REEL_BELL_BYTES, BPF_RB_FORCE_WAKEUP);
  return 0;
}

// The lane is taken: is there room for a record of the kind? Then it has been begun, with room for its
// arguments. false: counted as lost, and the lane is free again.
static __always_inline bool begin_record(struct scratch* s, struct reel_counters* count,
                                         const volatile struct reel_descriptor* descriptor,
                                         const struct event_head* head, bool call) {
  __u64 published = 0;
  if (ring_mask) {
    published = s->lane.head;
    const __u64 waiting = published - *(volatile __u64*)&s->lane.tail;
    if (waiting > ring_mask / 2 && !*(volatile __u32*)&s->lane.rung) ring_bell(s);
    if (waiting + descriptor->room > (__u64)ring_mask + 1) {
      count->ring_full[descriptor->event_class & (REEL_CLASSES - 1)]++;
      leave_lane(s, call);
      return false;
    }
  }
  const __u32 start = published & ring_mask;
  fill_record((void*)&s->bytes[start], head);
  s->start = start;
  s->used = start + sizeof(struct reel_record);
  s->fields = 0;
  s->flags = head->flags;
  s->number = head->number;
  s->result = head->result;
  return true;
}

// One store that the recorder sees only after everything before it.
static __always_inline void publish_head(struct scratch* s, __u64 head) {
#if defined(__TARGET_ARCH_x86)
  barrier();
  *(volatile __u64*)&s->lane.head = head;
#else
  __sync_lock_test_and_set(&s->lane.head, head);
#endif
}

static __always_inline bool hand_over(struct scratch* s, __u32 start, __u32 size) {
  if (!ring_mask) return bpf_ringbuf_output(&ring, s->bytes, size & REEL_RECORD_MAX, BPF_RB_NO_WAKEUP) == 0;
  const __u64 head = s->lane.head;
  const __u64 advanced = (size + (REEL_LANE_ALIGN - 1)) & ~(REEL_LANE_ALIGN - 1);
  const __u64 left = (__u64)ring_mask + 1 - start;
  publish_head(s, head + (advanced < left ? advanced : left));
  return true;
}

static __always_inline void publish_record(struct scratch* s, struct reel_counters* count, __u32 event_class,
                                           bool call) {
  const __u32 start = s->start & ring_mask;
  const __u32 size = s->used - start;
  const __u32 slot = event_class & (REEL_CLASSES - 1);
  struct reel_record* record = (void*)&s->bytes[start];
  if (size > REEL_RECORD_MAX) {
    count->oversize[slot]++;
  } else {
    const __u32 flags = s->flags;
    record->size = size;
    record->fields = s->fields;
    record->flags = flags;
    record->sequence = s->sequence;
    if (hand_over(s, start, size)) {
      s->sequence++;
      if (flags & REEL_RECORD_UNREADABLE) count->unreadable++;
      count->bytes += size;
      count->recorded++;
    } else {
      count->ring_full[slot]++;
    }
  }
  leave_lane(s, call);
}

// Begins the record of an event that is no system call. NULL: the event has been dealt with.
static __always_inline struct scratch* lane_begin(struct event_head* head, struct task_struct* task) {
  struct reel_counters* count = my_counters();
  if (!count || head->kind >= REEL_KINDS) return NULL;
  count->admitted++;
  name_task(head, task);
  const volatile struct reel_descriptor* descriptor = descriptor_of(head->kind);
  struct scratch* s = my_scratch();
  if (!s || !take_lane(s, false)) {
    publish_bare(head, NULL, descriptor->event_class);
    return NULL;
  }
  if (!begin_record(s, count, descriptor, head, false)) return NULL;
  __builtin_memset(s->args, 0, sizeof(s->args));
  s->address = 0;
  s->bprm = 0;
  s->opens = 0;
  return s;
}

#endif
