// Bytes behind an array of buffers or a message header, in both layouts (64 and 32 bits).
#ifndef SYSREEL_BPF_READ_MESSAGE_H
#define SYSREEL_BPF_READ_MESSAGE_H

#include "bpf/field.h"

extern const volatile __u32 snaplen;

struct message_header {
  __u64 name, vector, entries, control, control_length;
};

static __always_inline __u64 user_word(__u64 address, bool compat) {
  __u64 word = 0;
  bpf_probe_read_user(&word, compat ? 4 : 8, (void*)address);
  return word;
}

static __always_inline bool read_message_header(struct message_header* header, __u64 address, bool compat) {
  __u64 raw[6] = {};
  if (compat) {
    __u32 narrow[6] = {};
    if (bpf_probe_read_user(narrow, sizeof(narrow), (void*)address) != 0) return false;
    header->name = narrow[0];
    header->vector = narrow[2];
    header->entries = narrow[3];
    header->control = narrow[4];
    header->control_length = narrow[5];
    return true;
  }
  if (bpf_probe_read_user(raw, sizeof(raw), (void*)address) != 0) return false;
  header->name = raw[0];
  header->vector = raw[2];
  header->entries = raw[3];
  header->control = raw[4];
  header->control_length = raw[5];
  return true;
}

struct vector_walk {
  __u64 address;
  __u64 entries;
  __u64 total;  // bytes that the vector names
  __u32 limit;
  __u32 copied;
  __u32 compat;
  __u32 fault;
};

static long walk_vector(__u32 index, struct vector_walk* walk) {
  struct scratch* s = my_scratch();
  if (!s || index >= walk->entries) return 1;
  const __u64 entry = walk->address + index * (walk->compat ? 8 : 16);
  const __u64 base = user_word(entry, walk->compat);
  const __u64 length = user_word(entry + (walk->compat ? 4 : 8), walk->compat);
  walk->total += length;
  const __u32 copied = walk->copied;
  if (copied >= walk->limit) return 0;
  __u32 take = walk->limit - copied;
  if (length < take) take = length;
  const __u32 used = s->used;
  if (!may_append(s, used)) return 1;
  take = bounded(take);
  if (take != 0 && bpf_probe_read_user(&s->bytes[used], take, (void*)base) != 0) {
    walk->fault = 1;
    return 1;
  }
  s->used = used + take;
  walk->copied = copied + take;
  return 0;
}

// At most `limit` bytes of what the vector holds. `moved`: how many bytes the call transferred, which is all
// that a vector to read into holds; negative when the call failed.
static __noinline void put_vector(struct scratch* s, __u8 param, __u64 address, __u64 entries, __u64 moved) {
  if (!s) return;
  if (!address || (__s64)moved < 0) return put_mark(s, param, REEL_MARK_MISSING);
  if (!field_room(s)) return;
  const __u32 start = s->used;
  struct vector_walk walk = {.address = address, .entries = entries, .compat = s->flags & REEL_RECORD_COMPAT};
  walk.limit = snaplen;
  if (moved < walk.limit) walk.limit = moved;
  if (walk.limit > REEL_SNAPLEN_MAX) walk.limit = REEL_SNAPLEN_MAX;
  s->used = start + sizeof(struct reel_field);
  bpf_loop(REEL_IOVECS_MAX, walk_vector, &walk, 0);
  s->used = start;
  field_close(s, param, walk.copied,
              walk.fault            ? REEL_MARK_FAULT
              : moved > walk.copied ? REEL_MARK_TRUNCATED
                                    : REEL_MARK_PRESENT,
              REEL_SHAPE_BYTES);
}

static long sum_vector(__u32 index, struct vector_walk* walk) {
  if (index >= walk->entries) return 1;
  const __u64 entry = walk->address + index * (walk->compat ? 8 : 16);
  walk->total += user_word(entry + (walk->compat ? 4 : 8), walk->compat);
  return 0;
}

static __noinline __u64 vector_size(__u64 address, __u64 entries, bool compat) {
  struct vector_walk walk = {.address = address, .entries = entries, .compat = compat};
  bpf_loop(1024, sum_vector, &walk, 0);
  return walk.total;
}

struct argv_walk {
  __u64 address;
  __u32 compat;
  __u32 truncated;
};

static long walk_argv(__u32 index, struct argv_walk* walk) {
  struct scratch* s = my_scratch();
  if (!s) return 1;
  __u64 pointer = 0;
  const __u32 width = walk->compat ? 4 : 8;
  if (bpf_probe_read_user(&pointer, width & 15, (void*)(walk->address + (__u64)index * width)) != 0 ||
      pointer == 0)
    return 1;
  const __u32 used = s->used;
  walk->truncated = 1;
  if (!may_append(s, used) || used - s->walk_start > REEL_AREA_MAX) return 1;
  const long length = bpf_probe_read_user_str(&s->bytes[used], REEL_PATH_MAX, (void*)pointer);
  if (length <= 0) return 1;
  s->used = used + length;
  walk->truncated = 0;
  return 0;
}

// The strings of an argv or envp in user memory, one after the other: for an exec that failed.
static __noinline void put_argv(struct scratch* s, __u8 param, __u64 address) {
  if (!s) return;
  if (!address) return put_mark(s, param, REEL_MARK_MISSING);
  if (!field_room(s)) return;
  const __u32 start = s->used;
  struct argv_walk walk = {.address = address, .compat = s->flags & REEL_RECORD_COMPAT};
  s->walk_start = start;
  s->used = start + sizeof(struct reel_field);
  bpf_loop(REEL_ARGV_MAX + 1, walk_argv, &walk, 0);
  const __u32 end = s->used;
  s->used = start;
  field_close(s, param, end - start - sizeof(struct reel_field),
              walk.truncated ? REEL_MARK_TRUNCATED : REEL_MARK_PRESENT, REEL_SHAPE_BYTES);
}

#endif
