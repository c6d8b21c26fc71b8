// Where processors differ: registers of a system call, its number, how a 32-bit caller is told, numbers of
// exec.
#ifndef SYSREEL_BPF_MACHINE_H
#define SYSREEL_BPF_MACHINE_H

#include <bpf/bpf_helpers.h>

#include "bpf/kernel_types.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

#if defined(__TARGET_ARCH_x86)

struct pt_regs {
  unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp,
      ss;
};

#define NR_EXECVE 59
#define NR_EXECVEAT 322
#define TS_COMPAT_BIT 2
#define I386_SOCKETCALL 102

static __always_inline __u32 call_number(struct pt_regs* regs) {
  return regs->orig_ax;
}

static __always_inline bool is_compat(struct task_struct* task) {
  return task->thread_info.status & TS_COMPAT_BIT;
}

static __always_inline void read_arguments(__u64* args, struct pt_regs* regs, bool compat) {
  if (compat) {
    args[0] = (__u32)regs->bx;
    args[1] = (__u32)regs->cx;
    args[2] = (__u32)regs->dx;
    args[3] = (__u32)regs->si;
    args[4] = (__u32)regs->di;
    args[5] = (__u32)regs->bp;
  } else {
    args[0] = regs->di;
    args[1] = regs->si;
    args[2] = regs->dx;
    args[3] = regs->r10;
    args[4] = regs->r8;
    args[5] = regs->r9;
  }
}

// socketcall(call, args*) of i386: one number for many calls.
static __always_inline bool is_socketcall(__u32 number, bool compat) {
  return compat && number == I386_SOCKETCALL;
}
static __always_inline __u32 socketcall_number(struct pt_regs* regs) {
  return regs->bx;
}
static __always_inline __u32 socketcall_arguments(struct pt_regs* regs) {
  return regs->cx;
}

#elif defined(__TARGET_ARCH_arm64)

struct pt_regs {
  __u64 regs[31];
  __u64 orig_x0;
  __s32 syscallno;
};

#define NR_EXECVE 221
#define NR_EXECVEAT 281
#define TIF_32BIT_BIT (1UL << 22)

static __always_inline __u32 call_number(struct pt_regs* regs) {
  return regs->syscallno;
}

static __always_inline bool is_compat(struct task_struct* task) {
  return task->thread_info.flags & TIF_32BIT_BIT;
}

// By now the first register holds the result.
static __always_inline void read_arguments(__u64* args, struct pt_regs* regs, bool compat) {
  args[0] = compat ? (__u32)regs->orig_x0 : regs->orig_x0;
  args[1] = compat ? (__u32)regs->regs[1] : regs->regs[1];
  args[2] = compat ? (__u32)regs->regs[2] : regs->regs[2];
  args[3] = compat ? (__u32)regs->regs[3] : regs->regs[3];
  args[4] = compat ? (__u32)regs->regs[4] : regs->regs[4];
  args[5] = compat ? (__u32)regs->regs[5] : regs->regs[5];
}

static __always_inline bool is_socketcall(__u32 number, bool compat) {
  return false;
}
static __always_inline __u32 socketcall_number(struct pt_regs* regs) {
  return 0;
}
static __always_inline __u32 socketcall_arguments(struct pt_regs* regs) {
  return 0;
}

#endif

#pragma clang attribute pop

#endif
