// Where kernels differ from 6.18, one function a difference, each with what changed.
#ifndef SYSREEL_BPF_KERNEL_COMPAT_H
#define SYSREEL_BPF_KERNEL_COMPAT_H

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "bpf/kernel_types.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

// 6.11, "fs: switch timespec64 fields in inode to discrete integers": i_ctime became i_ctime_sec and
// i_ctime_nsec.
struct inode___discrete_times {
  __s64 i_ctime_sec, i_mtime_sec;
  __u32 i_ctime_nsec, i_mtime_nsec;
};
struct timespec64 {
  __s64 tv_sec;
  long tv_nsec;
};
// 6.6, "fs: new accessor methods for atime, mtime and ctime": i_ctime became __i_ctime; i_mtime followed
// in 6.7.
struct inode___hidden_times {
  struct timespec64 __i_ctime, __i_mtime;
};
struct inode___plain_times {
  struct timespec64 i_ctime, i_mtime;
};

// 6.15, "kernfs: Use RCU to access kernfs_node::parent": parent became __parent.
struct kernfs_node___rcu {
  struct kernfs_node* __parent;
};
struct kernfs_node___plain {
  struct kernfs_node* parent;
};

// 6.2, "mm: convert mm's rss stats into percpu_counter".
struct percpu_counter {
  __s64 count;
};
struct mm_struct___percpu {
  struct percpu_counter rss_stat[4];
};
typedef struct {
  long counter;
} atomic_long_t;
struct mm_rss_stat {
  atomic_long_t count[4];
};
struct mm_struct___atomic {
  struct mm_rss_stat rss_stat;
};

// 6.18, "mm: convert core mm to mm_flags_*() accessors": the word of flags became a bitmap in a structure.
typedef struct {
  unsigned long __mm_flags[1];
} mm_flags_t;
struct mm_struct___bitmap {
  mm_flags_t flags;
};

// 6.1, "cgroup: Replace cgroup->ancestor_ids[] with ->ancestors[]".
struct cgroup___pointers {
  struct cgroup* ancestors[0];
};
struct cgroup___ids {
  __u64 ancestor_ids[0];
};

#pragma clang attribute pop

// 6.2, "bpf: Add a kfunc to type cast from bpf uapi ctx to kernel ctx" and its sibling bpf_rdonly_cast: an
// address becomes a structure that may be read. The verifier makes a move of it. The programs are built
// twice, with it and without (SYSREEL_BEFORE_6_2): a weak function, which a kernel may lack, libbpf 1.1 looks
// for in the types of all modules, and gives up where CAP_SYS_ADMIN is missing.
#ifdef SYSREEL_BEFORE_6_2
#define CAN_CAST 0
#define AS_KERNEL(type, address) ((struct type*)(address))
#else
#define CAN_CAST 1
extern void* bpf_rdonly_cast(const void* address, __u32 type) __ksym;
#define AS_KERNEL(type, address) \
  ((struct type*)bpf_rdonly_cast((const void*)(address), bpf_core_type_id_kernel(struct type)))
#endif

// A member of a structure at an address that nobody vouches for, or of one that it points to: a load where
// the kernel can do that, which makes of an address that is none a zero; else a helper for each step.
#define KERNEL_READ(type, address, member) \
  (CAN_CAST ? AS_KERNEL(type, address)->member : BPF_CORE_READ((struct type*)(address), member))
#define KERNEL_READ2(type, address, first, member) \
  (CAN_CAST ? AS_KERNEL(type, address)->first->member : BPF_CORE_READ((struct type*)(address), first, member))

// To be read only. Of a pointer that the verifier trusts it looks up, at every member that is a pointer,
// whether it trusts that as well: half a millisecond of loading each time.
static __always_inline struct task_struct* current_task(void) {
  if (CAN_CAST) return AS_KERNEL(task_struct, bpf_get_current_task());
  return bpf_get_current_task_btf();
}

static __always_inline __u64 nanoseconds(__s64 seconds, __u64 rest) {
  return (__u64)seconds * 1000000000ULL + rest;
}

// 6.13, "fs: add infrastructure for multigrain timestamps": the top bit of i_ctime_nsec says that somebody
// asked for the time since it was set; it is no part of the time.
#define REEL_CTIME_QUERIED (1U << 31)

static __always_inline __u64 inode_ctime(struct inode* inode) {
  struct inode___discrete_times* discrete = (void*)inode;
  if (bpf_core_field_exists(discrete->i_ctime_sec))
    return nanoseconds(BPF_CORE_READ(discrete, i_ctime_sec),
                       BPF_CORE_READ(discrete, i_ctime_nsec) & ~REEL_CTIME_QUERIED);
  struct inode___hidden_times* hidden = (void*)inode;
  if (bpf_core_field_exists(hidden->__i_ctime))
    return nanoseconds(BPF_CORE_READ(hidden, __i_ctime.tv_sec), BPF_CORE_READ(hidden, __i_ctime.tv_nsec));
  struct inode___plain_times* plain = (void*)inode;
  return nanoseconds(BPF_CORE_READ(plain, i_ctime.tv_sec), BPF_CORE_READ(plain, i_ctime.tv_nsec));
}

static __always_inline __u64 inode_mtime(struct inode* inode) {
  struct inode___discrete_times* discrete = (void*)inode;
  if (bpf_core_field_exists(discrete->i_mtime_sec))
    return nanoseconds(BPF_CORE_READ(discrete, i_mtime_sec), BPF_CORE_READ(discrete, i_mtime_nsec));
  struct inode___hidden_times* hidden = (void*)inode;
  if (bpf_core_field_exists(hidden->__i_mtime))
    return nanoseconds(BPF_CORE_READ(hidden, __i_mtime.tv_sec), BPF_CORE_READ(hidden, __i_mtime.tv_nsec));
  struct inode___plain_times* plain = (void*)inode;
  return nanoseconds(BPF_CORE_READ(plain, i_mtime.tv_sec), BPF_CORE_READ(plain, i_mtime.tv_nsec));
}

static __always_inline struct kernfs_node* kernfs_parent(struct kernfs_node* node) {
  struct kernfs_node___rcu* rcu = (void*)node;
  if (bpf_core_field_exists(rcu->__parent)) return BPF_CORE_READ(rcu, __parent);
  struct kernfs_node___plain* plain = (void*)node;
  return BPF_CORE_READ(plain, parent);
}

// kernfs id of the cgroup's ancestor at a level that it has.
static __always_inline __u64 cgroup_ancestor_id(struct cgroup* cgroup, __u32 level) {
  struct cgroup___pointers* pointers = (void*)cgroup;
  if (bpf_core_field_exists(pointers->ancestors)) {
    struct cgroup* ancestor = NULL;
    bpf_probe_read_kernel(&ancestor, sizeof(ancestor),
                          (char*)cgroup + bpf_core_field_offset(pointers->ancestors) + 8 * (__u64)level);
    return ancestor ? BPF_CORE_READ(ancestor, kn, id) : 0;
  }
  struct cgroup___ids* ids = (void*)cgroup;
  __u64 id = 0;
  bpf_probe_read_kernel(&id, sizeof(id),
                        (char*)cgroup + bpf_core_field_offset(ids->ancestor_ids) + 8 * (__u64)level);
  return id;
}

// Pages of one kind: 0 files, 1 anonymous, 2 swapped, 3 shared memory. The shared count only: what CPUs have
// not folded in yet is missing.
static __always_inline __u64 mm_pages(struct mm_struct* mm, int kind) {
  struct mm_struct___percpu* percpu = (void*)mm;
  __s64 pages = 0;
  if (bpf_core_type_exists(struct percpu_counter) && bpf_core_field_exists(percpu->rss_stat[0].count)) {
    // The element's own size, which a variable index into the local type would not have.
    const __u64 offset = bpf_core_field_offset(percpu->rss_stat[0].count);
    const __u64 stride = bpf_core_type_size(struct percpu_counter);
    bpf_probe_read_kernel(&pages, sizeof(pages), (char*)mm + offset + stride * kind);
  } else {
    struct mm_struct___atomic* atomic = (void*)mm;
    bpf_core_read(&pages, sizeof(pages), &atomic->rss_stat.count[kind]);
  }
  return pages < 0 ? 0 : (__u64)pages;
}

// 0: not dumpable, 1: dumpable, 2: only by root.
static __always_inline __u32 mm_dumpable(struct mm_struct* mm) {
  unsigned long flags = 0;
  struct mm_struct___bitmap* bitmap = (void*)mm;
  if (bpf_core_field_exists(bitmap->flags.__mm_flags))
    bpf_core_read(&flags, sizeof(flags), &bitmap->flags.__mm_flags);
  else
    bpf_core_read(&flags, sizeof(flags), &mm->flags);
  return flags & 3;
}

#endif
