// The snapshot's iterators: every thread with what /proc/PID would tell of it, its environment, every open
// file. An object of its own: where a kernel refuses it (bpf_copy_from_user_task is of 5.18), /proc is read
// instead.
//
// Paths of programs and folders are walked with reads that may fail: a task may let go of them meanwhile.
// Only of the file that the iterator itself holds is bpf_d_path asked.
#include <linux/bpf.h>

#include "bpf/device_number.h"
#include "bpf/kernel_compat.h"
#include "bpf/snapshot_abi.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct bpf_iter__task_file {
  struct bpf_iter_meta* meta;
  struct task_struct* task;
  __u32 fd;
  struct file* file;
};
struct file___scan {
  long long f_pos;
};
typedef struct {
  struct net* net;
} possible_net_t;
struct sock_common___scan {
  unsigned char skc_state;
  possible_net_t skc_net;
};
struct sock___scan {
  struct sock_common___scan __sk_common;
  kuid_t sk_uid;
};
#pragma clang attribute pop

#define AF_UNIX_FAMILY 1
#define AF_INET_FAMILY 2
#define AF_INET6_FAMILY 10
#define PROTOCOL_TCP 6
#define TCP_LISTENS 10
#define FILE_TYPE_MASK 0170000
#define FILE_TYPE_SOCKET 0140000
#define CLOSES_ON_EXEC 02000000
#define IS_KERNEL_THREAD 0x00200000
#define RLIMIT_NOFILE 7
#define PIDTYPE_PGID 2
#define PIDTYPE_SID 3
#define TEXT_MASK 0x3fff
#define AREA_MASK 0x7fff

// Which processes: all, or those that `wanted` has with the number of this scan.
__u32 scan_all = 0;
__u32 scan_number = 0;
struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 65536);
  __type(key, __u32);    // pid
  __type(value, __u32);  // scan_number
} wanted SEC(".maps");

// One scan at a time, so one of each.
struct room {
  struct reel_scanned_task task;
  struct reel_scanned_environment environment;
  struct reel_scanned_file file;
  __u32 used;  // of text
  __u32 arrived;
  __u32 limit;
  __u64 node, mount;
  __u8 text[TEXT_MASK + 1 + 256];
  __u8 area[AREA_MASK + 1];
  __u8 link[REEL_SCAN_LINK_MAX];
};
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct room);
} rooms SEC(".maps");

static __always_inline struct room* my_room(void) {
  __u32 zero = 0;
  return bpf_map_lookup_elem(&rooms, &zero);
}

static __always_inline bool is_wanted(__u32 pid) {
  if (scan_all) return true;
  const __u32* number = bpf_map_lookup_elem(&wanted, &pid);
  return number && *number == scan_number;
}

static __always_inline bool append(struct room* r, const unsigned char* name) {
  const __u32 used = r->used;
  if (used > REEL_SCAN_TEXT_MAX || used > r->limit) return false;
  const long length = bpf_probe_read_kernel_str(&r->text[used & TEXT_MASK], 256, name);
  if (length <= 0) return false;
  r->used = used + length;
  return true;
}

static long step_up(__u32 index, void* context) {
  struct room* r = my_room();
  if (!r) return 1;
  struct dentry* dentry = (void*)r->node;
  struct mount* mount = (void*)r->mount;
  struct dentry* parent = BPF_CORE_READ(dentry, d_parent);
  if (dentry == BPF_CORE_READ(mount, mnt.mnt_root) || dentry == parent) {
    struct mount* above = BPF_CORE_READ(mount, mnt_parent);
    if (dentry != BPF_CORE_READ(mount, mnt.mnt_root) || above == mount || !above) {
      r->arrived = 1;
      return 1;
    }
    r->node = (__u64)BPF_CORE_READ(mount, mnt_mountpoint);
    r->mount = (__u64)above;
    return 0;
  }
  r->node = (__u64)parent;
  return append(r, BPF_CORE_READ(dentry, d_name.name)) ? 0 : 1;
}

// The length of what has been appended, components with the last one first.
static __noinline __u32 walk(__u64 mount, __u64 dentry) {
  struct room* r = my_room();
  if (!r || !mount || !dentry) return REEL_SCAN_UNREAD;
  const __u32 start = r->used;
  r->node = dentry;
  r->mount = mount - bpf_core_field_offset(struct mount, mnt);
  r->limit = start + REEL_PATH_MAX;
  r->arrived = 0;
  struct dentry* own = (void*)dentry;
  struct mount* place = (void*)r->mount;
  // What has no place in the tree (a memfd) has a name all the same.
  if (BPF_CORE_READ(own, d_parent) == own && BPF_CORE_READ(place, mnt_parent) == place)
    append(r, BPF_CORE_READ(own, d_name.name));
  else
    bpf_loop(REEL_PATH_COMPONENTS, step_up, NULL, 0);
  return r->used - start;
}

static long step_up_group(__u32 index, void* context) {
  struct room* r = my_room();
  if (!r) return 1;
  struct kernfs_node* node = (void*)r->node;
  struct kernfs_node* parent = kernfs_parent(node);
  if (!parent) return 1;
  r->node = (__u64)parent;
  return append(r, (const unsigned char*)BPF_CORE_READ(node, name)) ? 0 : 1;
}

static __noinline int walk_group(__u32 hierarchy, __u64 group) {
  struct room* r = my_room();
  if (!r || !group) return 0;
  __u32 used = r->used;
  if (used > REEL_SCAN_TEXT_MAX) return 0;
  r->text[used & TEXT_MASK] = hierarchy;
  r->used = used + 1;
  r->limit = used + REEL_PATH_MAX;
  r->node = (__u64)BPF_CORE_READ((struct cgroup*)group, kn);
  bpf_loop(REEL_PATH_COMPONENTS, step_up_group, NULL, 0);
  used = r->used;
  r->text[used & TEXT_MASK] = 0;
  r->used = used + 1;
  return 0;
}

#define WALK_CONTROLLER(set, name, hierarchy)                                    \
  do {                                                                           \
    if (bpf_core_enum_value_exists(enum cgroup_subsys_id, name##_cgrp_id)) {     \
      const int id = bpf_core_enum_value(enum cgroup_subsys_id, name##_cgrp_id); \
      struct cgroup_subsys_state* state = NULL;                                  \
      bpf_core_read(&state, sizeof(state), &(set)->subsys[id]);                  \
      if (state) walk_group(hierarchy, (__u64)BPF_CORE_READ(state, cgroup));     \
    }                                                                            \
  } while (0)

static __always_inline __u32 walk_groups(struct room* r, struct task_struct* task) {
  struct css_set* set = BPF_CORE_READ(task, cgroups);
  const __u32 start = r->used;
  if (!set) return REEL_SCAN_UNREAD;
  WALK_CONTROLLER(set, cpuset, REEL_CG_CPUSET);
  WALK_CONTROLLER(set, cpu, REEL_CG_CPU);
  WALK_CONTROLLER(set, cpuacct, REEL_CG_CPUACCT);
  WALK_CONTROLLER(set, io, REEL_CG_IO);
  WALK_CONTROLLER(set, memory, REEL_CG_MEMORY);
  walk_group(REEL_CG_UNIFIED, (__u64)BPF_CORE_READ(set, dfl_cgrp));
  return r->used - start;
}

// The number of `pid` in its own namespace (innermost) or in the first one.
static __always_inline __u32 number_of(struct pid* pid, bool innermost) {
  if (!pid) return 0;
  const __u32 level = innermost ? BPF_CORE_READ(pid, level) : 0;
  int number = 0;
  bpf_probe_read_kernel(&number, sizeof(number),
                        (char*)pid + bpf_core_field_offset(struct pid, numbers) +
                            (__u64)level * bpf_core_type_size(struct upid) +
                            bpf_core_field_offset(struct upid, nr));
  return number;
}

static __always_inline __u32 pid_namespace_number(struct pid* pid) {
  struct pid_namespace* ns = NULL;
  if (!pid) return 0;
  const __u32 level = BPF_CORE_READ(pid, level);
  bpf_probe_read_kernel(&ns, sizeof(ns),
                        (char*)pid + bpf_core_field_offset(struct pid, numbers) +
                            (__u64)level * bpf_core_type_size(struct upid) +
                            bpf_core_field_offset(struct upid, ns));
  return ns ? BPF_CORE_READ(ns, ns.inum) : 0;
}

static __always_inline void read_ids(struct reel_scanned_task* t, struct task_struct* task) {
  struct pid* own = BPF_CORE_READ(task, thread_pid);
  struct signal_struct* signal = BPF_CORE_READ(task, signal);
  struct pid* group = BPF_CORE_READ(signal, pids[PIDTYPE_PGID]);
  struct pid* session = BPF_CORE_READ(signal, pids[PIDTYPE_SID]);
  t->tid = BPF_CORE_READ(task, pid);
  t->pid = BPF_CORE_READ(task, tgid);
  t->parent_pid = BPF_CORE_READ(task, real_parent, tgid);
  t->pgid = number_of(group, false);
  t->sid = number_of(session, false);
  t->vtid = number_of(own, true);
  t->vpid = number_of(BPF_CORE_READ(task, group_leader, thread_pid), true);
  t->vpgid = number_of(group, true);
  t->vsid = number_of(session, true);
  t->start_time = BPF_CORE_READ(task, start_boottime);
  t->group_start_time = BPF_CORE_READ(task, group_leader, start_boottime);
  t->minor_faults = BPF_CORE_READ(task, min_flt);
  t->major_faults = BPF_CORE_READ(task, maj_flt);
  t->fdlimit = BPF_CORE_READ(signal, rlim[RLIMIT_NOFILE].rlim_cur);
  t->seccomp = BPF_CORE_READ(task, seccomp.mode);
  t->no_new_privs = BPF_CORE_READ(task, atomic_flags) & 1;
  t->loginuid = BPF_CORE_READ(task, loginuid.val);
  t->session_id = BPF_CORE_READ(task, sessionid);
  t->flags = own && BPF_CORE_READ(own, level) ? REEL_SCAN_IN_PIDNS : 0;
  struct tty_struct* tty = BPF_CORE_READ(signal, tty);
  t->tty = 0;
  if (tty)
    t->tty = encode_device((__u32)BPF_CORE_READ(tty, driver, major) << 20 |
                           (__u32)(BPF_CORE_READ(tty, driver, minor_start) + BPF_CORE_READ(tty, index)));
  bpf_core_read(t->comm, sizeof(t->comm), &task->comm);
  t->namespaces[REEL_SCAN_PID] = pid_namespace_number(own);
}

static __always_inline void read_credentials(struct reel_scanned_task* t, struct task_struct* task) {
  const struct cred* cred = BPF_CORE_READ(task, cred);
  t->uids[REEL_SCAN_REAL] = BPF_CORE_READ(cred, uid.val);
  t->uids[REEL_SCAN_EFFECTIVE_ID] = BPF_CORE_READ(cred, euid.val);
  t->uids[REEL_SCAN_SAVED] = BPF_CORE_READ(cred, suid.val);
  t->uids[REEL_SCAN_FILE_SYSTEM] = BPF_CORE_READ(cred, fsuid.val);
  t->gids[REEL_SCAN_REAL] = BPF_CORE_READ(cred, gid.val);
  t->gids[REEL_SCAN_EFFECTIVE_ID] = BPF_CORE_READ(cred, egid.val);
  t->gids[REEL_SCAN_SAVED] = BPF_CORE_READ(cred, sgid.val);
  t->gids[REEL_SCAN_FILE_SYSTEM] = BPF_CORE_READ(cred, fsgid.val);
  bpf_core_read(&t->capabilities[REEL_SCAN_INHERITABLE], 8, &cred->cap_inheritable);
  bpf_core_read(&t->capabilities[REEL_SCAN_PERMITTED], 8, &cred->cap_permitted);
  bpf_core_read(&t->capabilities[REEL_SCAN_EFFECTIVE], 8, &cred->cap_effective);
  bpf_core_read(&t->capabilities[REEL_SCAN_BOUNDING], 8, &cred->cap_bset);
  bpf_core_read(&t->capabilities[REEL_SCAN_AMBIENT], 8, &cred->cap_ambient);
  t->namespaces[REEL_SCAN_USER] = BPF_CORE_READ(cred, user_ns, ns.inum);
  struct nsproxy* ns = BPF_CORE_READ(task, nsproxy);
  t->namespaces[REEL_SCAN_MNT] = ns ? BPF_CORE_READ(ns, mnt_ns, ns.inum) : 0;
  t->namespaces[REEL_SCAN_NET] = ns ? BPF_CORE_READ(ns, net_ns, ns.inum) : 0;
  t->namespaces[REEL_SCAN_UTS] = ns ? BPF_CORE_READ(ns, uts_ns, ns.inum) : 0;
  t->namespaces[REEL_SCAN_IPC] = ns ? BPF_CORE_READ(ns, ipc_ns, ns.inum) : 0;
  t->namespaces[REEL_SCAN_CGROUP] = ns ? BPF_CORE_READ(ns, cgroup_ns, ns.inum) : 0;
}

static __always_inline void read_program(struct room* r, struct mm_struct* mm) {
  struct reel_scanned_task* t = &r->task;
  t->vm_size = BPF_CORE_READ(mm, total_vm) * 4;
  t->vm_rss = (mm_pages(mm, 0) + mm_pages(mm, 1) + mm_pages(mm, 3)) * 4;
  t->vm_swap = mm_pages(mm, 2) * 4;
  struct file* exe = BPF_CORE_READ(mm, exe_file);
  if (!exe) return;
  struct inode* inode = BPF_CORE_READ(exe, f_inode);
  t->exe_ino = BPF_CORE_READ(inode, i_ino);
  t->exe_ctime = inode_ctime(inode);
  t->exe_mtime = inode_mtime(inode);
  t->exe_dev = encode_device(BPF_CORE_READ(inode, i_sb, s_dev));
  t->exe_mode = BPF_CORE_READ(inode, i_mode);
  t->exe_uid = BPF_CORE_READ(inode, i_uid.val);
  t->exe_gid = BPF_CORE_READ(inode, i_gid.val);
  struct dentry* dentry = BPF_CORE_READ(exe, f_path.dentry);
  t->lengths[REEL_SCAN_EXE] = walk((__u64)BPF_CORE_READ(exe, f_path.mnt), (__u64)dentry);
}

// User memory of another task, into the area: how much, REEL_SCAN_UNREAD where nothing can be read. What lies
// behind the first page may be gone.
static __always_inline __u32 read_area(struct room* r, struct task_struct* task, __u64 start, __u64 end) {
  if (!start || end < start) return REEL_SCAN_UNREAD;
  __u64 length = end - start;
  if (length > REEL_AREA_MAX) length = REEL_AREA_MAX;
  if (bpf_copy_from_user_task(r->area, length, (void*)start, task, 0) == 0) return length;
  __u64 page = 4096 - (start & 4095);
  if (page > length) page = length;
  page &= AREA_MASK;
  return bpf_copy_from_user_task(r->area, page, (void*)start, task, 0) == 0 ? page : REEL_SCAN_UNREAD;
}

static __always_inline void write_bytes(struct seq_file* seq, void* bytes, __u32 length) {
  if (length != REEL_SCAN_UNREAD) bpf_seq_write(seq, bytes, length & AREA_MASK);
}

SEC("iter.s/task")
int scan_tasks(struct bpf_iter__task* context) {
  struct task_struct* task = context->task;
  struct room* r = my_room();
  if (!task || !r || !is_wanted(task->tgid)) return 0;
  struct mm_struct* mm = BPF_CORE_READ(task, mm);
  if (!mm || BPF_CORE_READ(task, flags) & IS_KERNEL_THREAD) return 0;
  struct reel_scanned_task* t = &r->task;
  r->used = 0;
  t->lengths[REEL_SCAN_EXE] = REEL_SCAN_UNREAD;
  t->lengths[REEL_SCAN_CWD] = REEL_SCAN_UNREAD;
  t->lengths[REEL_SCAN_ROOT] = REEL_SCAN_UNREAD;
  t->exe_mode = 0;
  read_ids(t, task);
  read_credentials(t, task);
  read_program(r, mm);
  struct fs_struct* fs = BPF_CORE_READ(task, fs);
  if (fs) {
    t->lengths[REEL_SCAN_CWD] = walk((__u64)BPF_CORE_READ(fs, pwd.mnt), (__u64)BPF_CORE_READ(fs, pwd.dentry));
    t->lengths[REEL_SCAN_ROOT] =
        walk((__u64)BPF_CORE_READ(fs, root.mnt), (__u64)BPF_CORE_READ(fs, root.dentry));
  }
  t->lengths[REEL_SCAN_CGROUPS] = walk_groups(r, task);
  const __u32 arguments = read_area(r, task, BPF_CORE_READ(mm, arg_start), BPF_CORE_READ(mm, arg_end));
  t->lengths[REEL_SCAN_ARGS] = arguments;
  const __u32 used = r->used;
  t->size = sizeof(*t) + used + (arguments == REEL_SCAN_UNREAD ? 0 : arguments);
  struct seq_file* seq = context->meta->seq;
  bpf_seq_write(seq, t, sizeof(*t));
  bpf_seq_write(seq, r->text, used & TEXT_MASK);
  write_bytes(seq, r->area, arguments);
  return 0;
}

// By itself, since arguments and environment of one thread together need not fit into a seq_file.
SEC("iter.s/task")
int scan_environments(struct bpf_iter__task* context) {
  struct task_struct* task = context->task;
  struct room* r = my_room();
  if (!task || !r || !is_wanted(task->tgid)) return 0;
  struct mm_struct* mm = BPF_CORE_READ(task, mm);
  if (!mm || BPF_CORE_READ(task, flags) & IS_KERNEL_THREAD) return 0;
  const __u32 length = read_area(r, task, BPF_CORE_READ(mm, env_start), BPF_CORE_READ(mm, env_end));
  if (length == REEL_SCAN_UNREAD) return 0;
  r->environment.tid = task->pid;
  r->environment.size = sizeof(r->environment) + length;
  struct seq_file* seq = context->meta->seq;
  bpf_seq_write(seq, &r->environment, sizeof(r->environment));
  write_bytes(seq, r->area, length);
  return 0;
}

static __always_inline __u16 port_of(__u16 port) {
  return __builtin_bswap16(port);
}

static __always_inline void read_inet(struct reel_scanned_file* f, struct sock* sk) {
  const bool six = f->family == AF_INET6_FAMILY;
  const __u16 local = BPF_CORE_READ(sk, __sk_common.skc_num);
  const __u16 peer = port_of(BPF_CORE_READ(sk, __sk_common.skc_dport));
  f->tuple[0] = f->family;
  if (six) {
    bpf_core_read(f->tuple + 1, 16, &sk->__sk_common.skc_v6_rcv_saddr);
    __builtin_memcpy(f->tuple + 17, &local, 2);
    bpf_core_read(f->tuple + 19, 16, &sk->__sk_common.skc_v6_daddr);
    __builtin_memcpy(f->tuple + 35, &peer, 2);
  } else {
    bpf_core_read(f->tuple + 1, 4, &sk->__sk_common.skc_rcv_saddr);
    __builtin_memcpy(f->tuple + 5, &local, 2);
    bpf_core_read(f->tuple + 7, 4, &sk->__sk_common.skc_daddr);
    __builtin_memcpy(f->tuple + 11, &peer, 2);
  }
  f->tuple_size = six ? 37 : 13;
}

static __always_inline void read_unix(struct reel_scanned_file* f, struct sock* sk) {
  struct sock* peer = BPF_CORE_READ((struct unix_sock*)sk, peer);
  struct socket* other = peer ? BPF_CORE_READ(peer, sk_socket) : NULL;
  if (other) f->peer_ino = BPF_CORE_READ(other, file, f_inode, i_ino);
  struct unix_address* address = BPF_CORE_READ((struct unix_sock*)sk, addr);
  if (!address) return;
  __u32 length = BPF_CORE_READ(address, len) - 2;
  if (length > 108) length = 108;
  bpf_probe_read_kernel(f->tuple, length & 127,
                        (char*)address + bpf_core_field_offset(struct unix_address, name) + 2);
  f->tuple_size = length;
}

static __always_inline void read_socket(struct reel_scanned_file* f, struct file* file) {
  struct socket* socket = BPF_CORE_READ(file, private_data);
  struct sock* sk = socket ? BPF_CORE_READ(socket, sk) : NULL;
  if (!sk) return;
  struct sock___scan* more = (void*)sk;
  f->family = BPF_CORE_READ(sk, __sk_common.skc_family);
  f->type = BPF_CORE_READ(socket, type);
  f->protocol = BPF_CORE_READ(sk, sk_protocol);
  f->state = BPF_CORE_READ(more, __sk_common.skc_state);
  f->uid = BPF_CORE_READ(more, sk_uid.val);
  f->net_ns = BPF_CORE_READ(more, __sk_common.skc_net.net, ns.inum);
  if (f->family == AF_INET_FAMILY || f->family == AF_INET6_FAMILY)
    read_inet(f, sk);
  else if (f->family == AF_UNIX_FAMILY)
    read_unix(f, sk);
}

static __always_inline bool closes_on_exec(struct task_struct* task, __u32 fd) {
  unsigned long* bits = BPF_CORE_READ(task, files, fdt, close_on_exec);
  unsigned long word = 0;
  bpf_probe_read_kernel(&word, sizeof(word), &bits[(__u64)fd / 64]);
  return word >> (fd & 63) & 1;
}

SEC("iter/task_file")
int scan_files(struct bpf_iter__task_file* context) {
  struct task_struct* task = context->task;
  struct file* file = context->file;
  struct room* r = my_room();
  if (!task || !file || !r) return 0;
  const bool is_one = is_wanted(task->tgid);
  struct inode* inode = BPF_CORE_READ(file, f_inode);
  const __u32 mode = BPF_CORE_READ(inode, i_mode);
  const bool is_socket = (mode & FILE_TYPE_MASK) == FILE_TYPE_SOCKET;
  if (!is_one && !is_socket) return 0;
  struct reel_scanned_file* f = &r->file;
  f->family = f->tuple_size = 0;
  f->peer_ino = 0;
  if (is_socket) read_socket(f, file);
  const bool listens = f->state == TCP_LISTENS && f->protocol == PROTOCOL_TCP &&
                       (f->family == AF_INET_FAMILY || f->family == AF_INET6_FAMILY);
  if (!is_one && !listens) return 0;
  f->wanted = is_one;
  f->tid = task->pid;
  f->pid = task->tgid;
  f->fd = context->fd;
  f->flags =
      (BPF_CORE_READ(file, f_flags) & ~CLOSES_ON_EXEC) | (closes_on_exec(task, f->fd) ? CLOSES_ON_EXEC : 0);
  f->mode = mode;
  f->dev = encode_device(BPF_CORE_READ(inode, i_sb, s_dev));
  f->links = BPF_CORE_READ(inode, i_nlink);
  f->ino = BPF_CORE_READ(inode, i_ino);
  f->position = BPF_CORE_READ((struct file___scan*)file, f_pos);
  struct mount* mount =
      (void*)((__u64)BPF_CORE_READ(file, f_path.mnt) - bpf_core_field_offset(struct mount, mnt));
  f->mount_id = BPF_CORE_READ(mount, mnt_id);
  const long length = bpf_d_path(&file->f_path, (char*)r->link, sizeof(r->link));
  const __u32 text = length > 0 && length <= REEL_SCAN_LINK_MAX ? length - 1 : 0;
  f->size = sizeof(*f) + text;
  struct seq_file* seq = context->meta->seq;
  bpf_seq_write(seq, f, sizeof(*f));
  bpf_seq_write(seq, r->link, text & (REEL_SCAN_LINK_MAX - 1));
  return 0;
}

char kLicense[] SEC("license") = "Dual MIT/GPL";
