// Events that are no system call and no part of a process's life: signals that reach a handler or do their
// default, and requests that a program puts into an io_uring, which pass by every system-call hook.
#ifndef SYSREEL_BPF_HOOKS_H
#define SYSREEL_BPF_HOOKS_H

#include "bpf/scope.h"
#include "bpf/serialise.h"

const volatile __u16 kind_of_signal = REEL_NO_KIND;
const volatile __u16 kind_of_uring = REEL_NO_KIND;
const volatile __u64 uring_opcodes;  // bit N: requests of opcode N are recorded

#define SIGNAL_CHLD 17
#define SI_KERNEL_CODE 0x80
#define SI_USER_CODE 0
#define SI_QUEUE_CODE (-1)
#define SI_MESGQ_CODE (-3)
#define SI_TKILL_CODE (-6)

// Who sent it; 0: the kernel, or nobody knows. In all forms of the union that have a sender it comes first.
static __always_inline __u32 sender_of(int number, struct kernel_siginfo* info) {
  // 0 and 1 stand for no information and for the kernel.
  if ((__u64)info <= 1) return 0;
  const int code = BPF_CORE_READ(info, si_code);
  const bool from_child = number == SIGNAL_CHLD && code > 0 && code < SI_KERNEL_CODE;
  const bool from_process =
      code == SI_USER_CODE || code == SI_QUEUE_CODE || code == SI_MESGQ_CODE || code == SI_TKILL_CODE;
  return from_child || from_process ? BPF_CORE_READ(info, _sifields._kill._pid) : 0;
}

// The task takes a signal: it is the receiver.
static __always_inline int signal_delivered(int number, struct kernel_siginfo* info) {
  struct task_struct* task = bpf_get_current_task_btf();
  const __u32 kind = kind_of_signal;
  if (kind == REEL_NO_KIND || !in_scope(task)) {
    count_filtered();
    return 0;
  }
  struct event_head head = {.kind = kind};
  struct scratch* s = lane_begin(&head, task);
  if (!s) return 0;
  s->args[0] = sender_of(number, info);
  s->args[1] = task->tgid;
  s->args[2] = number;
  serialise(s, kind, STAGE_HOOK);
  return 0;
}

#define URING_CONNECT 16
#define URING_OPENAT 18
#define URING_STATX 21
#define URING_OPENAT2 28
#define URING_RENAMEAT 35
#define URING_UNLINKAT 36
#define URING_MKDIRAT 37
#define URING_SYMLINKAT 38
#define URING_LINKAT 39

#define REQUEST_NAME(type, directory, path)                               \
  ({                                                                      \
    s->args[1] = (__s64)BPF_CORE_READ((struct type*)request, directory);  \
    s->args[4] = (__u64)BPF_CORE_READ((struct type*)request, path, name); \
  })

// The kernel has copied the names from user memory already: what is recorded here is what it will use.
static __noinline void read_request(struct scratch* s, struct io_kiocb* request, __u32 opcode) {
  if (!s) return;
  switch (opcode) {
    case URING_OPENAT:
    case URING_OPENAT2:
      s->opens = 1;
      s->args[3] = BPF_CORE_READ((struct io_open*)request, how.flags);
      REQUEST_NAME(io_open, dfd, filename);
      return;
    case URING_STATX:
      REQUEST_NAME(io_statx, dfd, filename);
      return;
    case URING_UNLINKAT:
      REQUEST_NAME(io_unlink, dfd, filename);
      return;
    case URING_MKDIRAT:
      REQUEST_NAME(io_mkdir, dfd, filename);
      return;
    case URING_RENAMEAT:
      REQUEST_NAME(io_rename, old_dfd, oldpath);
      s->args[5] = (__u64)BPF_CORE_READ((struct io_rename*)request, newpath, name);
      return;
    case URING_SYMLINKAT:
    case URING_LINKAT:
      REQUEST_NAME(io_link, old_dfd, oldpath);
      s->args[5] = (__u64)BPF_CORE_READ((struct io_link*)request, newpath, name);
      return;
    case URING_CONNECT:
      s->address = (__u64)BPF_CORE_READ((struct io_connect*)request, addr);
      s->address_length = BPF_CORE_READ((struct io_connect*)request, addr_len);
      return;
  }
}

// Runs in the submitting task, or in the kernel's thread that polls a ring for it: a thread of the same
// process that no fork was seen of. Operations beyond 63, of kernels to come, are recorded whatever they are.
static __always_inline int request_submitted(struct io_kiocb* request) {
  struct task_struct* task = bpf_get_current_task_btf();
  const __u32 kind = kind_of_uring;
  const __u32 opcode = BPF_CORE_READ(request, opcode);
  if (kind == REEL_NO_KIND || (opcode < 64 && !(uring_opcodes >> opcode & 1)) ||
      !(in_scope(task) || in_scope(task->group_leader))) {
    count_filtered();
    return 0;
  }
  struct event_head head = {.kind = kind};
  struct scratch* s = lane_begin(&head, task);
  if (!s) return 0;
  s->address = 0;
  s->opens = 0;
  s->args[0] = opcode;
  s->args[1] = (__s64)BPF_CORE_READ(request, cqe.fd);
  s->args[2] = BPF_CORE_READ(request, cqe.user_data);
  read_request(s, request, opcode);
  serialise(s, kind, STAGE_HOOK);
  return 0;
}

#endif
