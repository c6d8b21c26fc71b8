// What an open file is: found through the descriptor number in the current task's table.
#ifndef SYSREEL_BPF_READ_FILE_H
#define SYSREEL_BPF_READ_FILE_H

#include "bpf/device_number.h"
#include "bpf/read_path.h"

#define OVERLAYFS_MAGIC 0x794c7630
#define TMPFS_MAGIC 0x01021994
#define FMODE_CREATED_BIT 0x100000

static __always_inline struct file* file_of_descriptor(__s64 fd) {
  if (fd < 0) return NULL;
  struct task_struct* task = current_task();
  struct files_struct* files = task->files;
  if (!files) return NULL;
  struct fdtable* table = KERNEL_READ(files_struct, files, fdt);
  if (!table || (__u64)fd >= KERNEL_READ(fdtable, table, max_fds)) return NULL;
  struct file** slots = KERNEL_READ(fdtable, table, fd);
  struct file* file = NULL;
  bpf_probe_read_kernel(&file, sizeof(file), &slots[fd]);
  return file;
}

// An overlay inode is followed by a pointer to its upper dentry (struct ovl_inode); none: the file is in a
// lower layer. 0: no overlay, 1: upper, 2: lower.
static __always_inline __u32 overlay_layer(struct inode* inode) {
  if (KERNEL_READ2(inode, inode, i_sb, s_magic) != OVERLAYFS_MAGIC) return 0;
  void* upper = NULL;
  bpf_probe_read_kernel(&upper, sizeof(upper), (char*)inode + bpf_core_type_size(struct inode));
  return upper ? 1 : 2;
}

// A file of shared memory without a name in any directory: its dentry is its own root.
static __always_inline bool is_memfd(struct file* file) {
  struct dentry* dentry = KERNEL_READ(file, file, f_path.dentry);
  if (KERNEL_READ(dentry, dentry, d_parent) != dentry) return false;
  struct inode* inode = KERNEL_READ(file, file, f_inode);
  return KERNEL_READ2(inode, inode, i_sb, s_magic) == TMPFS_MAGIC;
}

static __always_inline bool closes_on_exec(__s64 fd) {
  struct task_struct* task = current_task();
  struct files_struct* files = task->files;
  if (!files) return false;
  unsigned long* bits = KERNEL_READ2(files_struct, files, fdt, close_on_exec);
  unsigned long word = 0;
  bpf_probe_read_kernel(&word, sizeof(word), &bits[(__u64)fd / 64]);
  return word >> ((__u64)fd & 63) & 1;
}

static __always_inline __u32 file_state(struct file* file, __s64 fd) {
  struct inode* inode = KERNEL_READ(file, file, f_inode);
  const __u32 layer = overlay_layer(inode);
  __u32 state = layer == 1 ? REEL_STATE_UPPER_LAYER : layer == 2 ? REEL_STATE_LOWER_LAYER : 0;
  if (KERNEL_READ(file, file, f_mode) & FMODE_CREATED_BIT) state |= REEL_STATE_CREATED;
  if (closes_on_exec(fd)) state |= REEL_STATE_CLOSE_ON_EXEC;
  if (KERNEL_READ(inode, inode, i_nlink) == 0) state |= REEL_STATE_UNLINKED;
  if (is_memfd(file)) state |= REEL_STATE_MEMFD;
  return state;
}

// Numbers are 0 where there is no file, as an open that failed has them.
static __always_inline void put_file_member(struct scratch* s, __u8 param, __u8 member, struct file* file,
                                            __s64 fd) {
  if (!file) return put_number(s, param, 0);
  struct inode* inode = KERNEL_READ(file, file, f_inode);
  switch (member) {
    case REEL_FILE_DEV:
      return put_number(s, param, encode_device(KERNEL_READ2(inode, inode, i_sb, s_dev)));
    case REEL_FILE_INO:
      return put_number(s, param, KERNEL_READ(inode, inode, i_ino));
    case REEL_FILE_MODE:
      return put_number(s, param, KERNEL_READ(inode, inode, i_mode));
    case REEL_FILE_FLAGS:
      return put_number(s, param, KERNEL_READ(file, file, f_flags));
    case REEL_FILE_STATE:
      return put_number(s, param, file_state(file, fd));
    case REEL_FILE_CTIME:
      return put_number(s, param, inode_ctime(inode));
    case REEL_FILE_MTIME:
      return put_number(s, param, inode_mtime(inode));
    case REEL_FILE_MNT_ID: {
      struct mount* mount = (void*)BPF_CORE_READ(file, f_path.mnt) - bpf_core_field_offset(struct mount, mnt);
      return put_number(s, param, BPF_CORE_READ(mount, mnt_id));
    }
  }
  put_mark(s, param, REEL_MARK_MISSING);
}

#endif
