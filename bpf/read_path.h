// Paths as the kernel has them: from a dentry upwards, over mount points, to the root of the process. The
// components are appended last one first, each with its NUL; the recorder turns them round. Bounded by
// REEL_PATH_COMPONENTS.
#ifndef SYSREEL_BPF_READ_PATH_H
#define SYSREEL_BPF_READ_PATH_H

#include "bpf/field.h"
#include "bpf/kernel_compat.h"

// Appends one component behind what the open field already has; false when there is no room.
static __always_inline bool append_component(struct scratch* s, const unsigned char* name) {
  const __u32 used = s->used;
  if (!may_append(s, used) || used - s->walk_start > s->walk_limit) return false;
  const long length = bpf_probe_read_kernel_str(&s->bytes[used], 256, name);
  if (length <= 0) return false;
  s->used = used + length;
  return true;
}

// loop_state: 0 going on, 1 arrived, 2 given up
static long walk_dentry(__u32 index, void* context) {
  struct scratch* s = my_scratch();
  if (!s) return 1;
  struct dentry* dentry = (void*)s->walk_node;
  struct mount* mount = (void*)s->walk_mount;
  if (s->walk_node == s->walk_stop_node && s->walk_mount == s->walk_stop_mount) {
    s->loop_state = 1;
    return 1;
  }
  struct dentry* parent = KERNEL_READ(dentry, dentry, d_parent);
  if (dentry == KERNEL_READ(mount, mount, mnt.mnt_root) || dentry == parent) {
    struct mount* above = KERNEL_READ(mount, mount, mnt_parent);
    if (dentry != KERNEL_READ(mount, mount, mnt.mnt_root) || above == mount || !above) {
      s->loop_state = 1;
      return 1;
    }
    s->walk_node = (__u64)KERNEL_READ(mount, mount, mnt_mountpoint);
    s->walk_mount = (__u64)above;
    return 0;
  }
  if (!append_component(s, KERNEL_READ(dentry, dentry, d_name.name))) {
    s->loop_state = 2;
    return 1;
  }
  s->walk_node = (__u64)parent;
  return 0;
}

// One field with the path of the walk's mount and node. Objects without a place in the tree (pipes, sockets,
// memfds) are their own root: they give their own name as the only component, which may be empty.
//
// A global function: the verifier goes through it once, however often it is called.
__noinline int put_path_of(__u32 param) {
  struct scratch* s = my_scratch();
  if (!s) return 0;
  const __u64 mount_address = s->walk_mount;
  const __u64 dentry_address = s->walk_node;
  if (!mount_address || !dentry_address) {
    put_mark(s, param, REEL_MARK_MISSING);
    return 0;
  }
  if (!field_room(s)) return 0;
  struct dentry* dentry = (void*)dentry_address;
  struct task_struct* task = current_task();
  struct fs_struct* fs = task->fs;
  const __u32 start = s->used;
  const __u64 mount_offset = bpf_core_field_offset(struct mount, mnt);
  s->walk_start = start;
  s->walk_limit = REEL_PATH_MAX;
  s->walk_node = (__u64)dentry;
  s->walk_mount = mount_address - mount_offset;
  s->walk_stop_node = fs ? (__u64)KERNEL_READ(fs_struct, fs, root.dentry) : 0;
  s->walk_stop_mount = fs ? (__u64)KERNEL_READ(fs_struct, fs, root.mnt) - mount_offset : 0;
  s->loop_state = 0;
  s->used = start + sizeof(struct reel_field);
  struct dentry* parent = KERNEL_READ(dentry, dentry, d_parent);
  struct mount* own = (void*)s->walk_mount;
  struct mount* above = KERNEL_READ(mount, own, mnt_parent);
  if (parent == dentry && above == own && s->walk_node != s->walk_stop_node) {
    append_component(s, KERNEL_READ(dentry, dentry, d_name.name));
    const __u32 length = s->used - start - sizeof(struct reel_field);
    s->used = start;
    field_close(s, param, length > 0 ? length - 1 : 0, REEL_MARK_PRESENT,
                REEL_SHAPE_TEXT);  // without its NUL
    return 0;
  }
  bpf_loop(REEL_PATH_COMPONENTS, walk_dentry, NULL, 0);
  const __u32 end = s->used;
  s->used = start;
  field_close(s, param, end - start - sizeof(struct reel_field),
              s->loop_state == 1 ? REEL_MARK_PRESENT : REEL_MARK_TRUNCATED, REEL_SHAPE_COMPONENTS);
  return 0;
}

static __always_inline void put_path(struct scratch* s, __u8 param, struct vfsmount* mount,
                                     struct dentry* dentry) {
  s->walk_mount = (__u64)mount;
  s->walk_node = (__u64)dentry;
  put_path_of(param);
}

static long walk_kernfs(__u32 index, void* context) {
  struct scratch* s = my_scratch();
  if (!s) return 1;
  struct kernfs_node* node = (void*)s->walk_node;
  struct kernfs_node* parent = kernfs_parent(node);
  if (!parent || !append_component(s, (const unsigned char*)BPF_CORE_READ(node, name))) return 1;
  s->walk_node = (__u64)parent;
  return 0;
}

static __always_inline void append_cgroup(struct scratch* s, __u8 hierarchy, struct cgroup* cgroup) {
  if (!cgroup) return;
  __u32 used = s->used;
  if (!may_append(s, used)) return;
  s->bytes[used] = hierarchy;
  s->used = used + 1;
  s->walk_node = (__u64)BPF_CORE_READ(cgroup, kn);
  bpf_loop(REEL_PATH_COMPONENTS, walk_kernfs, NULL, 0);
  used = s->used;
  if (!may_append(s, used)) return;
  s->bytes[used] = 0;
  s->used = used + 1;
}

#define APPEND_CONTROLLER(s, css_set, name, hierarchy)                           \
  do {                                                                           \
    if (bpf_core_enum_value_exists(enum cgroup_subsys_id, name##_cgrp_id)) {     \
      const int id = bpf_core_enum_value(enum cgroup_subsys_id, name##_cgrp_id); \
      struct cgroup_subsys_state* state = NULL;                                  \
      bpf_core_read(&state, sizeof(state), &(css_set)->subsys[id]);              \
      if (state) append_cgroup(s, hierarchy, BPF_CORE_READ(state, cgroup));      \
    }                                                                            \
  } while (0)

static __noinline void put_cgroups(struct scratch* s, __u8 param) {
  if (!s || !field_room(s)) return;
  struct task_struct* task = current_task();
  struct css_set* set = task->cgroups;
  if (!set) return put_mark(s, param, REEL_MARK_MISSING);
  const __u32 start = s->used;
  s->walk_start = start;
  s->walk_limit = REEL_PATH_MAX;
  s->used = start + sizeof(struct reel_field);
  APPEND_CONTROLLER(s, set, cpuset, REEL_CG_CPUSET);
  APPEND_CONTROLLER(s, set, cpu, REEL_CG_CPU);
  APPEND_CONTROLLER(s, set, cpuacct, REEL_CG_CPUACCT);
  APPEND_CONTROLLER(s, set, io, REEL_CG_IO);
  APPEND_CONTROLLER(s, set, memory, REEL_CG_MEMORY);
  append_cgroup(s, REEL_CG_UNIFIED, BPF_CORE_READ(set, dfl_cgrp));
  const __u32 end = s->used;
  s->used = start;
  field_close(s, param, end - start - sizeof(struct reel_field), REEL_MARK_PRESENT, REEL_SHAPE_CGROUPS);
}

#endif
