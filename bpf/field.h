// Appends fields to the record in the lane. A field that does not fit is left out: the record then grows past
// REEL_RECORD_MAX and is counted as oversize when it is published.
#ifndef SYSREEL_BPF_FIELD_H
#define SYSREEL_BPF_FIELD_H

#include "bpf/lane.h"

// A length that the verifier sees to be small, whatever the compiler makes of the checks before.
static __always_inline __u32 bounded(__u32 length) {
  barrier_var(length);
  return length & REEL_FIELD_MAX;
}

// Is there room for a field behind `used`? The second bound is for the verifier, which does not know the
// first.
static __always_inline bool may_append(struct scratch* s, __u32 used) {
  return used - s->start <= REEL_RECORD_MAX - sizeof(struct reel_field) && used <= lane_limit;
}

// Room for one field of at most REEL_FIELD_MAX bytes; NULL when the record is full.
static __always_inline __u8* field_room(struct scratch* s) {
  const __u32 used = s->used;
  if (!may_append(s, used)) {
    s->used = s->start + REEL_RECORD_MAX + 1;
    return NULL;
  }
  return &s->bytes[used] + sizeof(struct reel_field);
}

static __always_inline void field_close(struct scratch* s, __u8 param, __u32 length, __u32 mark,
                                        __u32 shape) {
  const __u32 used = s->used;
  if (!may_append(s, used)) return;
  struct reel_field* field = (void*)&s->bytes[used];
  field->param = param;
  field->mark_shape = mark | shape << 4;
  field->length = length;
  s->used = used + ((sizeof(struct reel_field) + length + 3) & ~3U);
  s->fields++;
  if (mark == REEL_MARK_FAULT) s->flags |= REEL_RECORD_UNREADABLE;
}

static __always_inline void put_number(struct scratch* s, __u8 param, __u64 value) {
  __u8* room = field_room(s);
  if (!room) return;
  *(__u64*)room = value;
  field_close(s, param, 8, REEL_MARK_PRESENT, REEL_SHAPE_NUMBER);
}

static __always_inline void put_mark(struct scratch* s, __u8 param, __u32 mark) {
  field_close(s, param, 0, mark, REEL_SHAPE_BYTES);
}

// A user string of at most REEL_PATH_MAX bytes. The kernel has just read most of them itself, so the page is
// there.
static __always_inline void put_user_string(struct scratch* s, __u8 param, __u64 address) {
  if (address == 0) return put_mark(s, param, REEL_MARK_MISSING);
  __u8* room = field_room(s);
  if (!room) return;
  const long length = bpf_probe_read_user_str(room, REEL_PATH_MAX, (void*)address);
  if (length < 0) return put_mark(s, param, REEL_MARK_FAULT);
  field_close(s, param, length > 0 ? length - 1 : 0,
              length == REEL_PATH_MAX ? REEL_MARK_TRUNCATED : REEL_MARK_PRESENT, REEL_SHAPE_TEXT);
}

static __always_inline void put_kernel_string(struct scratch* s, __u8 param, const void* address) {
  if (!address) return put_mark(s, param, REEL_MARK_MISSING);
  __u8* room = field_room(s);
  if (!room) return;
  const long length = bpf_probe_read_kernel_str(room, REEL_PATH_MAX, address);
  if (length < 0) return put_mark(s, param, REEL_MARK_FAULT);
  field_close(s, param, length > 0 ? length - 1 : 0,
              length == REEL_PATH_MAX ? REEL_MARK_TRUNCATED : REEL_MARK_PRESENT, REEL_SHAPE_TEXT);
}

// `wanted` bytes of user memory, at most `limit`. Where the whole range cannot be read, the part on its first
// page is tried: the rest may be paged out or never have been there.
static __always_inline void put_user_bytes(struct scratch* s, __u8 param, __u64 address, __u64 wanted,
                                           __u32 limit) {
  if (address == 0) return put_mark(s, param, REEL_MARK_MISSING);
  __u8* room = field_room(s);
  if (!room) return;
  __u32 mark = REEL_MARK_PRESENT;
  __u32 length = wanted;
  if (wanted > limit) {
    length = limit;
    mark = REEL_MARK_TRUNCATED;
  }
  length = bounded(length);
  if (length != 0 && bpf_probe_read_user(room, length, (void*)address) != 0) {
    const __u32 page = 4096 - (address & 4095);
    if (page >= length) return put_mark(s, param, REEL_MARK_FAULT);
    length = bounded(page);
    if (bpf_probe_read_user(room, length, (void*)address) != 0) return put_mark(s, param, REEL_MARK_FAULT);
    mark = REEL_MARK_TRUNCATED;
  }
  field_close(s, param, length, mark, REEL_SHAPE_BYTES);
}

// User memory behind a prefix of eight bytes.
static __always_inline void put_prefixed_bytes(struct scratch* s, __u8 param, __u64 prefix, __u64 address,
                                               __u64 wanted, __u32 limit) {
  if (address == 0) return put_mark(s, param, REEL_MARK_MISSING);
  __u8* room = field_room(s);
  if (!room) return;
  *(__u64*)room = prefix;
  __u32 length = wanted > limit ? limit : wanted;
  length = bounded(length);
  if (length != 0 && bpf_probe_read_user(room + 8, length, (void*)address) != 0)
    return put_mark(s, param, REEL_MARK_FAULT);
  field_close(s, param, 8 + length, wanted > limit ? REEL_MARK_TRUNCATED : REEL_MARK_PRESENT,
              REEL_SHAPE_BYTES);
}

#endif
