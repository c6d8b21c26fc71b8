// The serialiser: follows the descriptor of a kind, one operation a field. There is no code per system call;
// what a kind records is data that the recorder made from the event catalogue.
#ifndef SYSREEL_BPF_SERIALISE_H
#define SYSREEL_BPF_SERIALISE_H

#include "bpf/read_message.h"
#include "bpf/read_socket.h"
#include "bpf/read_task.h"

// Filled before load; the verifier treats them as constants.
const volatile __u32 snaplen = 80;
const volatile struct reel_op ops[REEL_OPS];

static __always_inline __u64 operand(struct scratch* s, __u8 arg) {
  if (arg == REEL_FROM_RETURN) return s->result;
  const __u32 number = arg & 7;
  if (arg == REEL_NO_OPERAND || number > 5) return 0;
  if (!(arg & REEL_FROM_MEMORY)) return s->args[number];
  __s32 value = -1;
  bpf_probe_read_user(&value, sizeof(value), (void*)s->args[number]);
  return (__s64)value;
}

// A descriptor number from a register: the upper half is not part of an int.
static __always_inline __s64 descriptor_operand(struct scratch* s, __u8 arg) {
  return (__s32)operand(s, arg);
}

static __always_inline bool applies(struct scratch* s, const volatile struct reel_op* op) {
  const __u8 when = op->when;
  if (when == REEL_ALWAYS) return true;
  if (when == REEL_IF_SUCCEEDED) return s->result >= 0;
  const __u32 value = operand(s, op->when_arg);
  const bool in = value < 64 && (op->when_set >> (value & 63) & 1);
  return in == (when == REEL_IF_IN);
}

static __always_inline __u64 extended(__u64 value, __u32 width, __u32 flags) {
  if (!(flags & REEL_SIGNED)) return value;
  if (width == 4) return (__s64)(__s32)value;
  if (width == 2) return (__s64)(__s16)value;
  if (width == 1) return (__s64)(__s8)value;
  return value;
}

static __noinline void put_user_number(struct scratch* s, __u32 number) {
  if (!s || number >= REEL_OPS) return;
  const volatile struct reel_op* op = &ops[number];
  const bool compat = s->flags & REEL_RECORD_COMPAT;
  __u64 address = operand(s, op->arg);
  if (!address) return put_mark(s, op->param, REEL_MARK_MISSING);
  __u64 value = 0;
  if (op->opcode == REEL_OP_TIMESPEC) {
    __u64 pair[2] = {};
    if (bpf_probe_read_user(pair, compat ? 8 : 16, (void*)address) != 0)
      return put_mark(s, op->param, REEL_MARK_FAULT);
    if (compat) {
      pair[1] = (__s64)(__s32)(pair[0] >> 32);
      pair[0] = (__s64)(__s32)pair[0];
    }
    return put_number(s, op->param, pair[0] * 1000000000ULL + pair[1]);
  }
  __u32 width = op->width;
  if (op->opcode == REEL_OP_USER_LONG) {
    width = compat ? 4 : 8;
    address += (__u64)op->offset * width;
  } else {
    address += op->offset;
  }
  if (width == 0 || width > 8) return;
  if (bpf_probe_read_user(&value, width, (void*)address) != 0) return put_mark(s, op->param, REEL_MARK_FAULT);
  if (op->opcode == REEL_OP_USER_LONG && compat && value == 0xffffffff) value = ~0ULL;
  put_number(s, op->param, extended(value, width, op->flags));
}

static __always_inline void put_buffer(struct scratch* s, __u8 param, __u64 address, __s64 length) {
  if (length < 0) return put_mark(s, param, REEL_MARK_MISSING);
  put_user_bytes(s, param, address, length, snaplen);
}

#define OPEN_CREATES 00000100
#define OPEN_TMPFILE 020000000

static __always_inline __u64 open_mode(struct scratch* s, const volatile struct reel_op* op) {
  const __u64 flags = operand(s, op->arg);
  return flags & (OPEN_CREATES | OPEN_TMPFILE) ? operand(s, op->length) & 07777 : 0;
}

static __always_inline __u64 wide_argument(struct scratch* s, __u8 arg) {
  const __u64 value = operand(s, arg);
  return s->flags & REEL_RECORD_COMPAT ? value | operand(s, arg + 1) << 32 : value;
}

static __always_inline void put_socket_option(struct scratch* s, const volatile struct reel_op* op) {
  const __u64 prefix = (__u32)s->args[1] | s->args[2] << 32;
  const __s64 length = (__s32)operand(s, op->length);
  put_prefixed_bytes(s, op->param, prefix, operand(s, op->arg), length < 0 ? 0 : length, 256);
}

#define POLL_FDS 64
static __always_inline void put_poll(struct scratch* s, const volatile struct reel_op* op) {
  const __u64 count = operand(s, op->length);
  put_prefixed_bytes(s, op->param, s->result, operand(s, op->arg), (count > POLL_FDS ? POLL_FDS : count) * 8,
                     POLL_FDS * 8);
}

// Of sendmmsg and recvmmsg the address is that of an mmsghdr, whose msg_len says how many bytes moved; their
// result counts messages.
static __noinline void put_message(struct scratch* s, __u8 opcode, __u8 param, __u64 address,
                                   __u16 vectored) {
  struct message_header header = {};
  if (!s) return;
  if (!address) return put_mark(s, param, REEL_MARK_MISSING);
  if (!read_message_header(&header, address, s->flags & REEL_RECORD_COMPAT))
    return put_mark(s, param, REEL_MARK_FAULT);
  if (opcode == REEL_OP_MESSAGE) {
    __u64 moved = s->result;
    if (vectored && (__s64)moved > 0) {
      __u32 length = 0;
      bpf_probe_read_user(&length, sizeof(length),
                          (void*)(address + (s->flags & REEL_RECORD_COMPAT ? 28 : 56)));
      moved = length;
    }
    return put_vector(s, param, header.vector, header.entries, moved);
  }
  if (opcode == REEL_OP_MESSAGE_SIZE)
    return put_number(s, param, vector_size(header.vector, header.entries, s->flags & REEL_RECORD_COMPAT));
  put_user_bytes(s, param, header.control, header.control_length, snaplen);
}

static __always_inline void put_tuple_op(struct scratch* s, const volatile struct reel_op* op) {
  __u64 peer = operand(s, op->length);
  if (peer && op->opcode == REEL_OP_MESSAGE_TUPLE) {
    struct message_header header = {};
    peer = read_message_header(&header, peer, s->flags & REEL_RECORD_COMPAT) ? header.name : 0;
  }
  put_tuple(s, op->param, descriptor_operand(s, op->arg), peer, op->flags);
}

static __always_inline void put_file_op(struct scratch* s, const volatile struct reel_op* op) {
  const __s64 fd = descriptor_operand(s, op->arg);
  struct file* file = file_of_descriptor(fd);
  if (op->member == REEL_FILE_PATH)
    return put_path(s, op->param, file ? KERNEL_READ(file, file, f_path.mnt) : NULL,
                    file ? KERNEL_READ(file, file, f_path.dentry) : NULL);
  put_file_member(s, op->param, op->member, file, fd);
}

// Of a new program, what its own memory says; of an exec that failed, what the caller passed.
static __always_inline void put_new_program(struct scratch* s, __u8 param, __u8 member) {
  struct linux_binprm* bprm = (void*)s->bprm;
  if (member == REEL_EXEC_FILENAME) return put_kernel_string(s, param, BPF_CORE_READ(bprm, filename));
  put_program_member(s, param,
                     member == REEL_EXEC_ARG0   ? REEL_TASK_EXE
                     : member == REEL_EXEC_ARGS ? REEL_TASK_ARGS
                                                : REEL_TASK_ENV);
}

static __always_inline void put_failed_exec(struct scratch* s, __u8 param, __u8 member, __u64 address) {
  const bool compat = s->flags & REEL_RECORD_COMPAT;
  if (member == REEL_EXEC_FILENAME) return put_user_string(s, param, address);
  if (member == REEL_EXEC_ARG0) return put_user_string(s, param, address ? user_word(address, compat) : 0);
  put_argv(s, param, address);
}

static __always_inline void put_exit_op(struct scratch* s, const volatile struct reel_op* op) {
  struct task_struct* task = current_task();
  const int status = task->exit_code;
  switch (op->member) {
    case REEL_EXIT_STATUS:
      return put_number(s, op->param, status);
    case REEL_EXIT_CODE:
      return put_number(s, op->param, status >> 8 & 0xff);
    case REEL_EXIT_SIGNAL:
      return put_number(s, op->param, status & 0x7f);
    case REEL_EXIT_CORE:
      return put_number(s, op->param, (status & 0x80) != 0);
    case REEL_EXIT_REAPER:
      return put_number(s, op->param, (__s64)s->result);
    case REEL_EXIT_GROUP_DEAD:
      return put_number(s, op->param, BPF_CORE_READ(task, signal, live.counter) == 0);
  }
}

static __always_inline void put_hook_op(struct scratch* s, const volatile struct reel_op* op) {
  switch (op->member) {
    case REEL_HOOK_OPEN_FLAGS:
      return s->opens ? put_number(s, op->param, s->args[3]) : put_mark(s, op->param, REEL_MARK_MISSING);
    case REEL_HOOK_NAME:
      return put_kernel_string(s, op->param, (void*)s->args[4]);
    case REEL_HOOK_SECOND_NAME:
      return put_kernel_string(s, op->param, (void*)s->args[5]);
    case REEL_HOOK_ADDRESS:
      return put_user_bytes(s, op->param, s->address, s->address_length, SOCKADDR_MAX);
    default:
      return put_number(s, op->param, s->args[(op->member - REEL_HOOK_NUMBER) & 3]);
  }
}

static __always_inline void put_socket_op(struct scratch* s, const volatile struct reel_op* op) {
  switch (op->opcode) {
    case REEL_OP_TUPLE:
    case REEL_OP_MESSAGE_TUPLE:
      return put_tuple_op(s, op);
    case REEL_OP_SOCKADDR:
      return put_user_bytes(s, op->param, operand(s, op->arg), (__u32)operand(s, op->length), SOCKADDR_MAX);
    case REEL_OP_SOCKET:
      return put_socket_member(s, op->param, op->member, descriptor_operand(s, op->arg));
    case REEL_OP_SOCKET_OPTION:
      return put_socket_option(s, op);
    case REEL_OP_MESSAGE:
    case REEL_OP_MESSAGE_SIZE:
    case REEL_OP_CONTROL:
      return put_message(s, op->opcode, op->param, operand(s, op->arg), op->offset);
  }
}

static __always_inline void put_other_op(struct scratch* s, const volatile struct reel_op* op, __u32 number) {
  switch (op->opcode) {
    case REEL_OP_USER_NUMBER:
    case REEL_OP_USER_LONG:
    case REEL_OP_TIMESPEC:
      return put_user_number(s, number);
    case REEL_OP_BYTES:
      return put_buffer(s, op->param, operand(s, op->arg), operand(s, op->length));
    case REEL_OP_IOVECS:
      return put_vector(s, op->param, operand(s, op->arg), operand(s, op->length), s->result);
    case REEL_OP_IOVECS_SIZE:
      return put_number(
          s, op->param,
          vector_size(operand(s, op->arg), operand(s, op->length), s->flags & REEL_RECORD_COMPAT));
    case REEL_OP_POLL:
      return put_poll(s, op);
    case REEL_OP_NATIVE_NUMBER:
      return put_number(s, op->param, s->number);
    case REEL_OP_CONST:
      return put_number(s, op->param, op->offset);
    case REEL_OP_ARG_INT:
      return put_number(s, op->param, (__s64)(__s32)operand(s, op->arg));
    case REEL_OP_ARG_BITS:
      return put_number(s, op->param, (__u32)operand(s, op->arg) >> (op->offset & 31));
    case REEL_OP_WIDE_ARG:
      return put_number(s, op->param, wide_argument(s, op->arg));
    case REEL_OP_OPEN_MODE:
      return put_number(s, op->param, open_mode(s, op));
  }
}

// What the events of one hook can consist of. Each hook gets only the code for its own operations, which is
// what the verifier has to go through when the programs are loaded; any other value is marked as missing.
enum stage { STAGE_CALL, STAGE_EXEC, STAGE_EXIT, STAGE_HOOK };

static __always_inline void put_call_op(struct scratch* s, const volatile struct reel_op* op, __u32 number) {
  switch (op->opcode) {
    case REEL_OP_ARG:
      return put_number(s, op->param, operand(s, op->arg));
    case REEL_OP_STRING: {
      const __u64 address = operand(s, op->arg);
      return put_user_string(s, op->param, address ? address + op->offset : 0);
    }
    case REEL_OP_FILE:
      return put_file_op(s, op);
    case REEL_OP_EXEC:
      return put_failed_exec(s, op->param, op->member, operand(s, op->arg));
  }
  put_socket_op(s, op);
  put_other_op(s, op, number);
}

static __always_inline long serialise_one(__u32 index, enum stage stage) {
  struct scratch* s = my_scratch();
  const __u32 number = s ? s->first_op + index : REEL_OPS;
  if (number >= REEL_OPS) return 1;
  const volatile struct reel_op* op = &ops[number];
  const __u8 opcode = op->opcode;
  const bool applied = applies(s, op);
  if (stage == STAGE_CALL && opcode == REEL_OP_DYNAMIC) {
    if (applied)
      put_user_string(s, op->param, operand(s, op->arg));
    else
      put_number(s, op->param, operand(s, op->arg));
  } else if (!applied) {
    put_mark(s, op->param, REEL_MARK_MISSING);
  } else if (opcode == REEL_OP_RETURN) {
    put_number(s, op->param, s->result);
  } else if (stage == STAGE_HOOK && opcode == REEL_OP_HOOK) {
    put_hook_op(s, op);
  } else if (stage != STAGE_HOOK && opcode == REEL_OP_TASK) {
    put_task_member(s, op->param, op->member);
  } else if (stage == STAGE_CALL) {
    put_call_op(s, op, number);
  } else if (stage == STAGE_EXEC && opcode == REEL_OP_EXEC) {
    put_new_program(s, op->param, op->member);
  } else if (stage == STAGE_EXIT && opcode == REEL_OP_EXIT) {
    put_exit_op(s, op);
  } else {
    put_mark(s, op->param, REEL_MARK_MISSING);  // a successful exec has cleared the registers
  }
  return 0;
}

static long serialise_call(__u32 index, void* context) {
  return serialise_one(index, STAGE_CALL);
}
static long serialise_exec(__u32 index, void* context) {
  return serialise_one(index, STAGE_EXEC);
}
static long serialise_exit(__u32 index, void* context) {
  return serialise_one(index, STAGE_EXIT);
}

static long serialise_hook(__u32 index, void* context) {
  return serialise_one(index, STAGE_HOOK);
}

static __always_inline __u64 lead_operand(struct scratch* s, const __u64* args, __u8 arg) {
  return arg == REEL_FROM_RETURN ? (__u64)s->result : args[arg & 7];
}

// The record of a call has been begun, with all arguments behind its header: keeps as many of them as the
// kind's record has, and appends its fields.
static __always_inline void serialise_call_of(struct scratch* s,
                                              const volatile struct reel_descriptor* descriptor,
                                              const __u64* args) {
  const __u32 kept = descriptor->args;
  const __u64 address = lead_operand(s, args, descriptor->lead_arg);
  const __s64 length = lead_operand(s, args, descriptor->lead_length);
  const __u32 count = descriptor->count;
  if (count != 0) __builtin_memcpy(s->args, args, sizeof(s->args));
  s->used += kept * sizeof(__u64);
  s->flags |= kept << REEL_RECORD_ARGS_SHIFT;
  if (descriptor->lead == REEL_LEAD_STRING)
    put_user_string(s, descriptor->lead_param, address);
  else if (descriptor->lead == REEL_LEAD_BYTES)
    put_buffer(s, descriptor->lead_param, address, length);
  if (count == 0) return;
  s->bprm = 0;
  s->first_op = descriptor->first;
  bpf_loop(count, serialise_call, NULL, 0);
}

// Builds and publishes the record of an event that is no call. The caller has filled args, result and the
// rest of the scratch.
static __always_inline void serialise(struct scratch* s, __u32 kind, enum stage stage) {
  struct reel_counters* count = my_counters();
  if (kind >= REEL_KINDS || !count) return;
  const volatile struct reel_descriptor* descriptor = descriptor_of(kind);
  s->first_op = descriptor->first;
  if (stage == STAGE_EXEC)
    bpf_loop(descriptor->count, serialise_exec, NULL, 0);
  else if (stage == STAGE_EXIT)
    bpf_loop(descriptor->count, serialise_exit, NULL, 0);
  else
    bpf_loop(descriptor->count, serialise_hook, NULL, 0);
  publish_record(s, count, descriptor->event_class, false);
}

#endif
