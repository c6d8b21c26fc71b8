// The current task: identity, credentials, namespaces, memory and the program it runs.
#ifndef SYSREEL_BPF_READ_TASK_H
#define SYSREEL_BPF_READ_TASK_H

#include "bpf/read_file.h"

#define RLIMIT_NOFILE 7
#define PIDTYPE_PGID 2
#define PIDTYPE_SID 3
#define CAP_DAC_OVERRIDE_BIT (1ULL << 1)
#define CAP_FOWNER_BIT (1ULL << 3)
#define MMF_DUMPABLE_MASK 3

// By copy: of a pointer that the verifier knows the type of, kernels before 6.2 (6.1 seen) allow no sum with
// a number that is not constant, which the place in pid.numbers is.
static __always_inline struct pid* thread_pid_of(struct task_struct* task) {
  return KERNEL_READ(task_struct, task, thread_pid);
}

// The number of `pid` in its own namespace (innermost) or in the first one.
static __always_inline int pid_number(struct pid* pid, bool innermost) {
  if (!pid) return 0;
  const __u32 level = innermost ? KERNEL_READ(pid, pid, level) : 0;
  int number = 0;
  bpf_probe_read_kernel(&number, sizeof(number),
                        (char*)pid + bpf_core_field_offset(struct pid, numbers) +
                            (__u64)level * bpf_core_type_size(struct upid) +
                            bpf_core_field_offset(struct upid, nr));
  return number;
}

static __always_inline struct pid_namespace* pid_namespace_of(struct pid* pid) {
  struct pid_namespace* ns = NULL;
  if (!pid) return NULL;
  const __u32 level = KERNEL_READ(pid, pid, level);
  bpf_probe_read_kernel(&ns, sizeof(ns),
                        (char*)pid + bpf_core_field_offset(struct pid, numbers) +
                            (__u64)level * bpf_core_type_size(struct upid) +
                            bpf_core_field_offset(struct upid, ns));
  return ns;
}

static __always_inline struct file* exe_of(struct task_struct* task) {
  struct mm_struct* mm = task->mm;
  return mm ? KERNEL_READ(mm_struct, mm, exe_file) : NULL;
}

static __always_inline __u64 capabilities(const void* field) {
  __u64 value = 0;
  bpf_probe_read_kernel(&value, sizeof(value), field);
  return value;
}

// Could the process change the program that it runs? By mode, by ownership (chmod first) or by capability.
static __always_inline bool exe_is_writable(const struct cred* cred, struct inode* inode) {
  const __u32 mode = KERNEL_READ(inode, inode, i_mode);
  const __u32 owner = KERNEL_READ(inode, inode, i_uid.val);
  const __u64 caps = capabilities(&cred->cap_effective);
  if (caps & (CAP_DAC_OVERRIDE_BIT | CAP_FOWNER_BIT)) return true;
  if (cred->fsuid.val == owner) return true;
  if (cred->fsgid.val == KERNEL_READ(inode, inode, i_gid.val)) return mode & 020;
  return mode & 02;
}

static __always_inline __u32 exe_flags(struct task_struct* task) {
  struct file* file = exe_of(task);
  if (!file) return 0;
  struct inode* inode = KERNEL_READ(file, file, f_inode);
  const __u32 layer = overlay_layer(inode);
  __u32 flags = layer == 1 ? REEL_EXE_UPPER_LAYER : layer == 2 ? REEL_EXE_LOWER_LAYER : 0;
  if (exe_is_writable(task->cred, inode)) flags |= REEL_EXE_WRITABLE;
  if (is_memfd(file)) flags |= REEL_EXE_FROM_MEMFD;
  return flags;
}

static __always_inline void put_area(struct scratch* s, __u8 param, __u64 start, __u64 end) {
  if (end < start) return put_mark(s, param, REEL_MARK_FAULT);
  if (start == 0) return put_mark(s, param, REEL_MARK_MISSING);
  put_user_bytes(s, param, start, end - start, REEL_AREA_MAX);
}

static __noinline void put_program_member(struct scratch* s, __u8 param, __u8 member) {
  if (!s) return;
  struct task_struct* task = current_task();
  struct mm_struct* mm = task->mm;
  if (!mm) return put_mark(s, param, REEL_MARK_MISSING);
  struct file* exe = KERNEL_READ(mm_struct, mm, exe_file);
  switch (member) {
    case REEL_TASK_VM_SIZE:
      return put_number(s, param, mm->total_vm * 4);
    case REEL_TASK_VM_RSS:
      return put_number(s, param, (mm_pages(mm, 0) + mm_pages(mm, 1) + mm_pages(mm, 3)) * 4);
    case REEL_TASK_VM_SWAP:
      return put_number(s, param, mm_pages(mm, 2) * 4);
    case REEL_TASK_DUMPABLE:
      return put_number(s, param, mm_dumpable(mm));
    case REEL_TASK_EXE:
      return put_user_string(s, param, mm->arg_start);
    case REEL_TASK_ARGS:
      return put_area(s, param, mm->arg_start, mm->arg_end);
    case REEL_TASK_ENV:
      return put_area(s, param, mm->env_start, mm->env_end);
    case REEL_TASK_EXE_INO:
      return put_file_member(s, param, REEL_FILE_INO, exe, -1);
    case REEL_TASK_EXE_DEV:
      return put_file_member(s, param, REEL_FILE_DEV, exe, -1);
    case REEL_TASK_EXE_MODE:
      return put_file_member(s, param, REEL_FILE_MODE, exe, -1);
    case REEL_TASK_EXE_CTIME:
      return put_file_member(s, param, REEL_FILE_CTIME, exe, -1);
    case REEL_TASK_EXE_MTIME:
      return put_file_member(s, param, REEL_FILE_MTIME, exe, -1);
    case REEL_TASK_EXE_FLAGS:
      return put_number(s, param, exe_flags(task));
  }
}

static __noinline void put_credential(struct scratch* s, __u8 param, __u8 member) {
  if (!s) return;
  struct task_struct* task = current_task();
  const struct cred* cred = task->cred;
  if (!cred) return put_mark(s, param, REEL_MARK_MISSING);
  switch (member) {
    case REEL_TASK_RUID:
      return put_number(s, param, cred->uid.val);
    case REEL_TASK_UID:
      return put_number(s, param, cred->euid.val);
    case REEL_TASK_SUID:
      return put_number(s, param, cred->suid.val);
    case REEL_TASK_FSUID:
      return put_number(s, param, cred->fsuid.val);
    case REEL_TASK_RGID:
      return put_number(s, param, cred->gid.val);
    case REEL_TASK_GID:
      return put_number(s, param, cred->egid.val);
    case REEL_TASK_SGID:
      return put_number(s, param, cred->sgid.val);
    case REEL_TASK_FSGID:
      return put_number(s, param, cred->fsgid.val);
    case REEL_TASK_CAP_INHERITABLE:
      return put_number(s, param, capabilities(&cred->cap_inheritable));
    case REEL_TASK_CAP_PERMITTED:
      return put_number(s, param, capabilities(&cred->cap_permitted));
    case REEL_TASK_CAP_EFFECTIVE:
      return put_number(s, param, capabilities(&cred->cap_effective));
    case REEL_TASK_CAP_BOUNDING:
      return put_number(s, param, capabilities(&cred->cap_bset));
    case REEL_TASK_CAP_AMBIENT:
      return put_number(s, param, capabilities(&cred->cap_ambient));
    case REEL_TASK_NS_USER:
      return put_number(s, param, KERNEL_READ2(cred, cred, user_ns, ns.inum));
  }
}

static __noinline void put_namespace(struct scratch* s, __u8 param, __u8 member) {
  if (!s) return;
  struct task_struct* task = current_task();
  struct nsproxy* ns = task->nsproxy;
  if (member == REEL_TASK_NS_PID)
    return put_number(s, param, BPF_CORE_READ(pid_namespace_of(thread_pid_of(task)), ns.inum));
  if (!ns) return put_mark(s, param, REEL_MARK_MISSING);  // an exiting task has let go of them
  switch (member) {
    case REEL_TASK_NS_MNT:
      return put_number(s, param, KERNEL_READ2(nsproxy, ns, mnt_ns, ns.inum));
    case REEL_TASK_NS_NET:
      return put_number(s, param, KERNEL_READ2(nsproxy, ns, net_ns, ns.inum));
    case REEL_TASK_NS_UTS:
      return put_number(s, param, KERNEL_READ2(nsproxy, ns, uts_ns, ns.inum));
    case REEL_TASK_NS_IPC:
      return put_number(s, param, KERNEL_READ2(nsproxy, ns, ipc_ns, ns.inum));
    case REEL_TASK_NS_CGROUP:
      return put_number(s, param, KERNEL_READ2(nsproxy, ns, cgroup_ns, ns.inum));
  }
}

static __always_inline __u32 tty_of(struct task_struct* task) {
  struct tty_struct* tty = KERNEL_READ2(task_struct, task, signal, tty);
  if (!tty) return 0;
  const int major = KERNEL_READ2(tty_struct, tty, driver, major);
  const int minor = KERNEL_READ2(tty_struct, tty, driver, minor_start) + KERNEL_READ(tty_struct, tty, index);
  return encode_device((__u32)major << 20 | (__u32)minor);
}

static __noinline void put_identity(struct scratch* s, __u8 param, __u8 member) {
  if (!s) return;
  struct task_struct* task = current_task();
  struct signal_struct* signal = task->signal;
  switch (member) {
    case REEL_TASK_TID:
      return put_number(s, param, (__s64)task->pid);
    case REEL_TASK_PID:
      return put_number(s, param, (__s64)task->tgid);
    case REEL_TASK_PTID:
      return put_number(s, param, (__s64)KERNEL_READ2(task_struct, task, real_parent, tgid));
    case REEL_TASK_VTID:
      return put_number(s, param, pid_number(thread_pid_of(task), true));
    case REEL_TASK_VPID:
      return put_number(s, param,
                        pid_number(KERNEL_READ2(task_struct, task, group_leader, thread_pid), true));
    case REEL_TASK_PGID:
      return put_number(s, param, pid_number(KERNEL_READ(signal_struct, signal, pids[PIDTYPE_PGID]), false));
    case REEL_TASK_VPGID:
      return put_number(s, param, pid_number(KERNEL_READ(signal_struct, signal, pids[PIDTYPE_PGID]), true));
    case REEL_TASK_SID:
      return put_number(s, param, pid_number(KERNEL_READ(signal_struct, signal, pids[PIDTYPE_SID]), false));
    case REEL_TASK_VSID:
      return put_number(s, param, pid_number(KERNEL_READ(signal_struct, signal, pids[PIDTYPE_SID]), true));
    case REEL_TASK_FDLIMIT:
      return put_number(s, param, KERNEL_READ(signal_struct, signal, rlim[RLIMIT_NOFILE].rlim_cur));
    case REEL_TASK_MAJOR_FAULTS:
      return put_number(s, param, task->maj_flt);
    case REEL_TASK_MINOR_FAULTS:
      return put_number(s, param, task->min_flt);
    case REEL_TASK_TTY:
      return put_number(s, param, tty_of(task));
    case REEL_TASK_LOGINUID:
      return put_number(s, param, task->loginuid.val);
    case REEL_TASK_SESSION_ID:
      return put_number(s, param, task->sessionid);
    case REEL_TASK_START_TIME:
      return put_number(s, param, KERNEL_READ2(task_struct, task, group_leader, start_boottime));
    case REEL_TASK_THREAD_START_TIME:
      return put_number(s, param, task->start_boottime);
    case REEL_TASK_CHILD_IN_PIDNS:
      return put_number(s, param, KERNEL_READ2(task_struct, task, thread_pid, level) != 0);
    case REEL_TASK_SUBREAPER:
      return put_number(s, param, signal ? BPF_CORE_READ_BITFIELD_PROBED(signal, is_child_subreaper) : 0);
    case REEL_TASK_PIDNS_INIT_START: {
      struct pid_namespace* ns = pid_namespace_of(thread_pid_of(task));
      return put_number(s, param, ns ? KERNEL_READ2(pid_namespace, ns, child_reaper, start_boottime) : 0);
    }
    case REEL_TASK_CGROUP_ID:
      return put_number(s, param, BPF_CORE_READ(task, cgroups, dfl_cgrp, kn, id));
    case REEL_TASK_SECCOMP:
      return put_number(s, param, task->seccomp.mode);
    case REEL_TASK_NO_NEW_PRIVS:
      return put_number(s, param, task->atomic_flags & 1);
  }
  put_mark(s, param, REEL_MARK_MISSING);
}

static __always_inline void put_task_path(struct scratch* s, __u8 param, __u8 member) {
  struct task_struct* task = current_task();
  struct fs_struct* fs = task->fs;
  struct vfsmount* mount = NULL;
  struct dentry* dentry = NULL;
  if (member == REEL_TASK_EXE_PATH) {
    struct file* exe = exe_of(task);
    if (exe) {
      mount = KERNEL_READ(file, exe, f_path.mnt);
      dentry = KERNEL_READ(file, exe, f_path.dentry);
    }
  } else if (fs && member == REEL_TASK_CWD) {
    mount = KERNEL_READ(fs_struct, fs, pwd.mnt);
    dentry = KERNEL_READ(fs_struct, fs, pwd.dentry);
  } else if (fs) {
    mount = KERNEL_READ(fs_struct, fs, root.mnt);
    dentry = KERNEL_READ(fs_struct, fs, root.dentry);
  }
  put_path(s, param, mount, dentry);
}

static __always_inline void put_task_member(struct scratch* s, __u8 param, __u8 member) {
  if (member == REEL_TASK_COMM) {
    struct task_struct* task = current_task();
    return put_kernel_string(s, param, task->comm);
  }
  if (member == REEL_TASK_CGROUPS) return put_cgroups(s, param);
  if (member == REEL_TASK_CWD || member == REEL_TASK_ROOT || member == REEL_TASK_EXE_PATH)
    return put_task_path(s, param, member);
  if (member >= REEL_TASK_CAP_INHERITABLE && member <= REEL_TASK_FSGID)
    return put_credential(s, param, member);
  if (member == REEL_TASK_NS_USER) return put_credential(s, param, member);
  if (member >= REEL_TASK_NS_MNT && member <= REEL_TASK_NS_CGROUP) return put_namespace(s, param, member);
  if ((member >= REEL_TASK_VM_SIZE && member <= REEL_TASK_VM_SWAP) || member == REEL_TASK_DUMPABLE ||
      (member >= REEL_TASK_EXE && member <= REEL_TASK_EXE_FLAGS))
    return put_program_member(s, param, member);
  put_identity(s, param, member);
}

#endif
