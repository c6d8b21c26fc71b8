// The few kernel structures that the programs read, with only the members they read. The compiler records
// every access (preserve_access_index) and libbpf moves it to where the running kernel has the member, so
// neither the order nor the size here means anything. Differences between kernels are in kernel_compat.h.
#ifndef SYSREEL_BPF_KERNEL_TYPES_H
#define SYSREEL_BPF_KERNEL_TYPES_H

#include <linux/types.h>

typedef _Bool bool;
#define true 1
#define false 0
#ifndef NULL
#define NULL ((void*)0)
#endif

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct list_head {
  struct list_head *next, *prev;
};
struct qstr {
  __u32 len;
  const unsigned char* name;
};
struct super_block {
  __u32 s_dev;
  unsigned long s_magic;
};
typedef struct {
  __u32 val;
} kuid_t;
typedef struct {
  __u32 val;
} kgid_t;
typedef struct {
  __u64 val;
} kernel_cap_t;
struct inode {
  __u16 i_mode;
  kuid_t i_uid;
  kgid_t i_gid;
  unsigned int i_flags;
  struct super_block* i_sb;
  unsigned long i_ino;
  unsigned int i_nlink;
  __u32 i_rdev;
  long long i_size;
};
struct dentry {
  struct dentry* d_parent;
  struct qstr d_name;
  struct inode* d_inode;
};
struct vfsmount {
  struct dentry* mnt_root;
};
struct mount {
  struct mount* mnt_parent;
  struct dentry* mnt_mountpoint;
  struct vfsmount mnt;
  int mnt_id;
};
struct path {
  struct vfsmount* mnt;
  struct dentry* dentry;
};
struct file {
  void* private_data;
  struct inode* f_inode;
  unsigned int f_flags;
  unsigned int f_mode;
  struct path f_path;
};
struct fdtable {
  unsigned int max_fds;
  struct file** fd;
  unsigned long* close_on_exec;
};
struct files_struct {
  struct fdtable* fdt;
};
struct fs_struct {
  struct path root;
  struct path pwd;
};
struct ns_common {
  unsigned int inum;
};
struct user_namespace {
  struct ns_common ns;
};
struct task_struct;
struct pid_namespace {
  struct task_struct* child_reaper;
  struct ns_common ns;
};
struct mnt_namespace {
  struct ns_common ns;
};
struct uts_namespace {
  struct ns_common ns;
};
struct ipc_namespace {
  struct ns_common ns;
};
struct net {
  struct ns_common ns;
};
struct time_namespace {
  struct ns_common ns;
};
struct cgroup_namespace {
  struct ns_common ns;
};
struct nsproxy {
  struct uts_namespace* uts_ns;
  struct ipc_namespace* ipc_ns;
  struct mnt_namespace* mnt_ns;
  struct net* net_ns;
  struct time_namespace* time_ns;
  struct cgroup_namespace* cgroup_ns;
};
struct cred {
  kuid_t uid, suid, euid, fsuid;
  kgid_t gid, sgid, egid, fsgid;
  kernel_cap_t cap_inheritable, cap_permitted, cap_effective, cap_bset, cap_ambient;
  struct user_namespace* user_ns;
};
struct upid {
  int nr;
  struct pid_namespace* ns;
};
struct pid {
  unsigned int level;
  struct upid numbers[1];
};
struct tty_driver {
  int major;
  int minor_start;
};
struct tty_struct {
  int index;
  struct tty_driver* driver;
};
struct rlimit {
  unsigned long rlim_cur;
};
typedef struct {
  int counter;
} atomic_t;
struct signal_struct {
  atomic_t live;
  struct list_head thread_head;
  unsigned int is_child_subreaper : 1;
  struct pid* pids[4];
  struct tty_struct* tty;
  struct rlimit rlim[16];
};
struct mm_struct {
  unsigned long total_vm;
  unsigned long arg_start, arg_end, env_start, env_end;
  unsigned long flags;
  struct file* exe_file;
};
struct kernfs_node {
  const char* name;
  __u64 id;
};
struct cgroup {
  struct kernfs_node* kn;
  int level;
};
struct cgroup_subsys_state {
  struct cgroup* cgroup;
};
struct css_set {
  struct cgroup_subsys_state* subsys[16];
  struct cgroup* dfl_cgrp;
};
struct thread_info {
  unsigned long flags;
  __u32 status;  // x86
};
struct seccomp {
  int mode;
};
struct task_struct {
  struct thread_info thread_info;
  unsigned int flags;
  struct mm_struct* mm;
  int exit_state, exit_code, exit_signal;
  int pid, tgid;
  unsigned int ptrace;
  unsigned long atomic_flags;
  struct task_struct *real_parent, *parent, *group_leader;
  struct list_head children, thread_node;
  struct pid* thread_pid;
  __u64 start_boottime;
  unsigned long min_flt, maj_flt;
  const struct cred* cred;
  char comm[16];
  struct fs_struct* fs;
  struct files_struct* files;
  struct nsproxy* nsproxy;
  struct signal_struct* signal;
  kuid_t loginuid;
  unsigned int sessionid;
  struct seccomp seccomp;
  struct css_set* cgroups;
};
struct linux_binprm {
  const char *filename, *interp, *fdpath;
  int argc, envc;
};

struct in6_addr {
  __u8 bytes[16];
};
struct sock_common {
  __u32 skc_daddr;
  __u32 skc_rcv_saddr;
  __u16 skc_dport;
  __u16 skc_num;
  unsigned short skc_family;
  struct in6_addr skc_v6_daddr;
  struct in6_addr skc_v6_rcv_saddr;
};
struct socket;
struct sock {
  struct sock_common __sk_common;
  struct socket* sk_socket;
  unsigned short sk_type;
  __u16 sk_protocol;
  __u32 sk_ack_backlog;
  __u32 sk_max_ack_backlog;
};
struct socket {
  short type;
  struct file* file;
  struct sock* sk;
};
struct inet_sock {
  __u32 inet_saddr;
  __u16 inet_sport;
};
struct ipv6_pinfo {
  struct in6_addr saddr;
};
struct sockaddr_un {
  __u16 sun_family;
  char sun_path[108];
};
struct unix_address {
  int len;
  struct sockaddr_un name[1];
};
struct unix_sock {
  struct unix_address* addr;
  struct sock* peer;
};
struct seq_file;
struct bpf_iter_meta {
  struct seq_file* seq;
};
struct bpf_iter__task {
  struct bpf_iter_meta* meta;
  struct task_struct* task;
};

union __sifields {
  struct {
    int _pid;
  } _kill;
};
struct kernel_siginfo {
  int si_signo, si_code;
  union __sifields _sifields;
};

// io_uring: a request, and what its first bytes are by its opcode.
struct io_cqe {
  __u64 user_data;
  int fd;
};
struct io_cmd_data {
  struct file* file;
};
struct io_kiocb {
  __u8 opcode;
  struct io_cqe cqe;
};
struct filename {
  const char* name;
};
struct open_how {
  __u64 flags;
};
struct io_open {
  int dfd;
  struct filename* filename;
  struct open_how how;
};
struct io_statx {
  int dfd;
  struct filename* filename;
};
struct io_unlink {
  int dfd;
  struct filename* filename;
};
struct io_mkdir {
  int dfd;
  struct filename* filename;
};
struct io_rename {
  int old_dfd;
  struct filename *oldpath, *newpath;
};
struct io_link {
  int old_dfd;
  struct filename *oldpath, *newpath;
};
struct io_connect {
  void* addr;
  int addr_len;
};

enum cgroup_subsys_id {
  cpuset_cgrp_id,
  cpu_cgrp_id,
  cpuacct_cgrp_id,
  io_cgrp_id,
  memory_cgrp_id,
  devices_cgrp_id,
  freezer_cgrp_id,
  pids_cgrp_id
};

#pragma clang attribute pop

#endif
