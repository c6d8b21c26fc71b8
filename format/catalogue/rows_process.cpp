// Program images, children, exit, signals, credentials, namespaces. The grammar is in catalogue.h, what
// stands after "=" in capture_from.h.
#include "format/catalogue/row_texts.h"

namespace sysreel {

const std::string_view kRowsProcess = R"(
execve 59,11,221 process state,security
    res:ERRNO=ret exe:CHARBUF=exec(a1).arg0 args:BYTEBUF=exec(a1).args tid:PID=task.tid pid:PID=task.pid
    ptid:PID=task.ptid cwd:CHARBUF=task.cwd fdlimit:UINT64=task.fdlimit ~pgft_maj:UINT64=task.pgft_maj
    ~pgft_min:UINT64=task.pgft_min ~vm_size:UINT32=task.vm_size ~vm_rss:UINT32=task.vm_rss
    ~vm_swap:UINT32=task.vm_swap comm:CHARBUF=task.comm cgroups:BYTEBUF=task.cgroups
    env:BYTEBUF=exec(a2).env tty:UINT32=task.tty vpgid:PID=task.vpgid loginuid:UID=task.loginuid
    flags:FLAGS32:exec_flags=task.exe_flags cap_inheritable:UINT64.x=task.cap_inheritable
    cap_permitted:UINT64.x=task.cap_permitted cap_effective:UINT64.x=task.cap_effective
    exe_ino:UINT64=task.exe_ino exe_ino_ctime:ABSTIME=task.exe_ctime exe_ino_mtime:ABSTIME=task.exe_mtime
    uid:UID=task.uid trusted_exepath:FSPATH=task.exe_path pgid:PID=task.pgid gid:GID=task.gid
    filename:FSPATH=exec(a0).filename +start_time:UINT64=task.start_time +sid:PID=task.sid
    +vtid:PID=task.vtid +vpid:PID=task.vpid +pidns_init_start_ts:UINT64=task.pidns_init_start_ts
    +root:FSPATH=task.root +exe_dev:UINT32.x=task.exe_dev +exe_mode:UINT32.o=task.exe_mode
    +ruid:UID=task.ruid +suid:UID=task.suid +rgid:GID=task.rgid +sgid:GID=task.sgid
    +sessionid:UINT32=task.sessionid +cap_bounding:UINT64.x=task.cap_bounding
    +cap_ambient:UINT64.x=task.cap_ambient +no_new_privs:BOOL=task.no_new_privs +seccomp:UINT8=task.seccomp
    +cgroup_id:UINT64=task.cgroup_id +ns_mnt:UINT64=task.ns_mnt +ns_pid:UINT64=task.ns_pid
    +ns_net:UINT64=task.ns_net +ns_user:UINT64=task.ns_user +ns_uts:UINT64=task.ns_uts
    +ns_ipc:UINT64=task.ns_ipc +ns_cgroup:UINT64=task.ns_cgroup
execveat 322,358,281 process state,security
    res:ERRNO=ret exe:CHARBUF=exec(a2).arg0 args:BYTEBUF=exec(a2).args tid:PID=task.tid pid:PID=task.pid
    ptid:PID=task.ptid cwd:CHARBUF=task.cwd fdlimit:UINT64=task.fdlimit ~pgft_maj:UINT64=task.pgft_maj
    ~pgft_min:UINT64=task.pgft_min ~vm_size:UINT32=task.vm_size ~vm_rss:UINT32=task.vm_rss
    ~vm_swap:UINT32=task.vm_swap comm:CHARBUF=task.comm cgroups:BYTEBUF=task.cgroups
    env:BYTEBUF=exec(a3).env tty:UINT32=task.tty vpgid:PID=task.vpgid loginuid:UID=task.loginuid
    flags:FLAGS32:exec_flags=task.exe_flags cap_inheritable:UINT64.x=task.cap_inheritable
    cap_permitted:UINT64.x=task.cap_permitted cap_effective:UINT64.x=task.cap_effective
    exe_ino:UINT64=task.exe_ino exe_ino_ctime:ABSTIME=task.exe_ctime exe_ino_mtime:ABSTIME=task.exe_mtime
    uid:UID=task.uid trusted_exepath:FSPATH=task.exe_path pgid:PID=task.pgid gid:GID=task.gid +dirfd:FD=a0
    +filename:FSRELPATH=exec(a1).filename +at_flags:UINT32.x=a4 +start_time:UINT64=task.start_time
    +sid:PID=task.sid +vtid:PID=task.vtid +vpid:PID=task.vpid
    +pidns_init_start_ts:UINT64=task.pidns_init_start_ts +root:FSPATH=task.root
    +exe_dev:UINT32.x=task.exe_dev +exe_mode:UINT32.o=task.exe_mode +ruid:UID=task.ruid +suid:UID=task.suid
    +rgid:GID=task.rgid +sgid:GID=task.sgid +sessionid:UINT32=task.sessionid
    +cap_bounding:UINT64.x=task.cap_bounding +cap_ambient:UINT64.x=task.cap_ambient
    +no_new_privs:BOOL=task.no_new_privs +seccomp:UINT8=task.seccomp +cgroup_id:UINT64=task.cgroup_id
    +ns_mnt:UINT64=task.ns_mnt +ns_pid:UINT64=task.ns_pid +ns_net:UINT64=task.ns_net
    +ns_user:UINT64=task.ns_user +ns_uts:UINT64=task.ns_uts +ns_ipc:UINT64=task.ns_ipc
    +ns_cgroup:UINT64=task.ns_cgroup
clone 56,120,220 process state,security
    res:PID=ret exe:CHARBUF=task.exe args:BYTEBUF=task.args tid:PID=task.tid pid:PID=task.pid
    ptid:PID=task.ptid cwd:CHARBUF=task.cwd fdlimit:INT64=task.fdlimit ~pgft_maj:UINT64=task.pgft_maj
    ~pgft_min:UINT64=task.pgft_min ~vm_size:UINT32=task.vm_size ~vm_rss:UINT32=task.vm_rss
    ~vm_swap:UINT32=task.vm_swap comm:CHARBUF=task.comm cgroups:BYTEBUF=task.cgroups
    flags:FLAGS32:clone_flags=a0 uid:UINT32=task.uid gid:UINT32=task.gid vtid:PID=task.vtid
    vpid:PID=task.vpid pidns_init_start_ts:UINT64=task.pidns_init_start_ts
    +start_time:UINT64=task.start_time +thread_start_time:UINT64=task.thread_start_time +sid:PID=task.sid
    +pgid:PID=task.pgid +vpgid:PID=task.vpgid +child_in_pidns:BOOL=task.child_in_pidns
    +cgroup_id:UINT64=task.cgroup_id +ns_mnt:UINT64=task.ns_mnt +ns_pid:UINT64=task.ns_pid
    +ns_net:UINT64=task.ns_net +ns_user:UINT64=task.ns_user +ns_uts:UINT64=task.ns_uts
    +ns_ipc:UINT64=task.ns_ipc +ns_cgroup:UINT64=task.ns_cgroup
clone3 435,435,435 process state,security
    res:PID=ret exe:CHARBUF=task.exe args:BYTEBUF=task.args tid:PID=task.tid pid:PID=task.pid
    ptid:PID=task.ptid cwd:CHARBUF=task.cwd fdlimit:INT64=task.fdlimit ~pgft_maj:UINT64=task.pgft_maj
    ~pgft_min:UINT64=task.pgft_min ~vm_size:UINT32=task.vm_size ~vm_rss:UINT32=task.vm_rss
    ~vm_swap:UINT32=task.vm_swap comm:CHARBUF=task.comm cgroups:BYTEBUF=task.cgroups
    flags:FLAGS32:clone_flags=u64(a0) uid:UINT32=task.uid gid:UINT32=task.gid vtid:PID=task.vtid
    vpid:PID=task.vpid pidns_init_start_ts:UINT64=task.pidns_init_start_ts
    +start_time:UINT64=task.start_time +thread_start_time:UINT64=task.thread_start_time +sid:PID=task.sid
    +pgid:PID=task.pgid +vpgid:PID=task.vpgid +child_in_pidns:BOOL=task.child_in_pidns
    +cgroup_id:UINT64=task.cgroup_id +ns_mnt:UINT64=task.ns_mnt +ns_pid:UINT64=task.ns_pid
    +ns_net:UINT64=task.ns_net +ns_user:UINT64=task.ns_user +ns_uts:UINT64=task.ns_uts
    +ns_ipc:UINT64=task.ns_ipc +ns_cgroup:UINT64=task.ns_cgroup +exit_signal:UINT32=u64(a0,32)
fork 57,2,- process state,security
    res:PID=ret exe:CHARBUF=task.exe args:BYTEBUF=task.args tid:PID=task.tid pid:PID=task.pid
    ptid:PID=task.ptid cwd:CHARBUF=task.cwd fdlimit:INT64=task.fdlimit ~pgft_maj:UINT64=task.pgft_maj
    ~pgft_min:UINT64=task.pgft_min ~vm_size:UINT32=task.vm_size ~vm_rss:UINT32=task.vm_rss
    ~vm_swap:UINT32=task.vm_swap comm:CHARBUF=task.comm cgroups:BYTEBUF=task.cgroups
    flags:FLAGS32:clone_flags uid:UINT32=task.uid gid:UINT32=task.gid vtid:PID=task.vtid vpid:PID=task.vpid
    pidns_init_start_ts:UINT64=task.pidns_init_start_ts +start_time:UINT64=task.start_time
    +thread_start_time:UINT64=task.thread_start_time +sid:PID=task.sid +pgid:PID=task.pgid
    +vpgid:PID=task.vpgid +child_in_pidns:BOOL=task.child_in_pidns +cgroup_id:UINT64=task.cgroup_id
    +ns_mnt:UINT64=task.ns_mnt +ns_pid:UINT64=task.ns_pid +ns_net:UINT64=task.ns_net
    +ns_user:UINT64=task.ns_user +ns_uts:UINT64=task.ns_uts +ns_ipc:UINT64=task.ns_ipc
    +ns_cgroup:UINT64=task.ns_cgroup
vfork 58,190,- process state,security
    res:PID=ret exe:CHARBUF=task.exe args:BYTEBUF=task.args tid:PID=task.tid pid:PID=task.pid
    ptid:PID=task.ptid cwd:CHARBUF=task.cwd fdlimit:INT64=task.fdlimit ~pgft_maj:UINT64=task.pgft_maj
    ~pgft_min:UINT64=task.pgft_min ~vm_size:UINT32=task.vm_size ~vm_rss:UINT32=task.vm_rss
    ~vm_swap:UINT32=task.vm_swap comm:CHARBUF=task.comm cgroups:BYTEBUF=task.cgroups
    flags:FLAGS32:clone_flags uid:UINT32=task.uid gid:UINT32=task.gid vtid:PID=task.vtid vpid:PID=task.vpid
    pidns_init_start_ts:UINT64=task.pidns_init_start_ts +start_time:UINT64=task.start_time
    +thread_start_time:UINT64=task.thread_start_time +sid:PID=task.sid +pgid:PID=task.pgid
    +vpgid:PID=task.vpgid +child_in_pidns:BOOL=task.child_in_pidns +cgroup_id:UINT64=task.cgroup_id
    +ns_mnt:UINT64=task.ns_mnt +ns_pid:UINT64=task.ns_pid +ns_net:UINT64=task.ns_net
    +ns_user:UINT64=task.ns_user +ns_uts:UINT64=task.ns_uts +ns_ipc:UINT64=task.ns_ipc
    +ns_cgroup:UINT64=task.ns_cgroup
setsid 112,66,157 process state,security
    res:PID=ret
setpgid 109,57,154 process security
    res:ERRNO=ret pid:PID=a0 pgid:PID=a1
prctl 157,172,167 process state,security
    res:ERRNO=ret option:ENUMFLAGS32:prctl_option=a0 arg2_str:CHARBUF=str(a1)?a0:15,16
    arg2_int:INT64=a1?a0:!15,16,37
seccomp 317,354,277 other security
    res:ERRNO=ret op:UINT64=a0 flags:UINT64.x=a1
ptrace 101,26,117 process security
    res:ERRNO=ret ~addr:DYN ~data:DYN request:ENUMFLAGS16:ptrace_request=a0 pid:PID=a1
process_vm_readv 310,347,270 ipc security
    res:INT64=ret pid:PID=a0 ~data:BYTEBUF=iov(a1,a2)
process_vm_writev 311,348,271 ipc security
    res:INT64=ret pid:PID=a0 ~data:BYTEBUF=iov(a1,a2)
kill 62,37,129 signal security
    res:ERRNO=ret pid:PID=a0 sig:SIGTYPE=a1
tkill 200,238,130 signal security
    res:ERRNO=ret tid:PID=a0 sig:SIGTYPE=a1
tgkill 234,270,131 signal security
    res:ERRNO=ret pid:PID=a0 tid:PID=a1 sig:SIGTYPE=a2
setuid 105,23+213,146 user state,security
    res:ERRNO=ret uid:UID=a0 +cred_ruid:UID=task.ruid +cred_euid:UID=task.uid +cred_suid:UID=task.suid
    +cred_fsuid:UID=task.fsuid +cap_permitted:UINT64.x=task.cap_permitted
    +cap_effective:UINT64.x=task.cap_effective
setgid 106,46+214,144 user state,security
    res:ERRNO=ret gid:GID=a0 +cred_rgid:GID=task.rgid +cred_egid:GID=task.gid +cred_sgid:GID=task.sgid
    +cred_fsgid:GID=task.fsgid
setreuid 113,70+203,145 user state,security
    res:ERRNO=ret ruid:UID=a0 euid:UID=a1 +cred_ruid:UID=task.ruid +cred_euid:UID=task.uid
    +cred_suid:UID=task.suid +cred_fsuid:UID=task.fsuid +cap_permitted:UINT64.x=task.cap_permitted
    +cap_effective:UINT64.x=task.cap_effective
setregid 114,71+204,143 user state,security
    res:ERRNO=ret rgid:UID=a0 egid:UID=a1 +cred_rgid:GID=task.rgid +cred_egid:GID=task.gid
    +cred_sgid:GID=task.sgid +cred_fsgid:GID=task.fsgid
setresuid 117,164+208,147 user state,security
    res:ERRNO=ret ruid:UID=a0 euid:UID=a1 suid:UID=a2 +cred_ruid:UID=task.ruid +cred_euid:UID=task.uid
    +cred_suid:UID=task.suid +cred_fsuid:UID=task.fsuid +cap_permitted:UINT64.x=task.cap_permitted
    +cap_effective:UINT64.x=task.cap_effective
setresgid 119,170+210,149 user state,security
    res:ERRNO=ret rgid:GID=a0 egid:GID=a1 sgid:GID=a2 +cred_rgid:GID=task.rgid +cred_egid:GID=task.gid
    +cred_sgid:GID=task.sgid +cred_fsgid:GID=task.fsgid
capset 126,185,91 process state,security
    res:ERRNO=ret cap_inheritable:UINT64.x=task.cap_inheritable cap_permitted:UINT64.x=task.cap_permitted
    cap_effective:UINT64.x=task.cap_effective +target:PID=i32(a0,4)
setns 308,346,268 process uses_fd,security
    res:ERRNO=ret fd:FD=a0 nstype:FLAGS32:clone_flags=a1 +ns_mnt:UINT64=task.ns_mnt
    +ns_pid:UINT64=task.ns_pid +ns_net:UINT64=task.ns_net +ns_user:UINT64=task.ns_user
    +ns_uts:UINT64=task.ns_uts +ns_ipc:UINT64=task.ns_ipc +ns_cgroup:UINT64=task.ns_cgroup
    +pidns_init_start_ts:UINT64=task.pidns_init_start_ts
unshare 272,310,97 process security
    res:ERRNO=ret flags:FLAGS32:clone_flags=a0 +ns_mnt:UINT64=task.ns_mnt +ns_pid:UINT64=task.ns_pid
    +ns_net:UINT64=task.ns_net +ns_user:UINT64=task.ns_user +ns_uts:UINT64=task.ns_uts
    +ns_ipc:UINT64=task.ns_ipc +ns_cgroup:UINT64=task.ns_cgroup
    +pidns_init_start_ts:UINT64=task.pidns_init_start_ts
getuid 102,24+199,174 user -
    uid:UID=ret
geteuid 107,49+201,175 user -
    euid:UID=ret
getgid 104,47+200,176 user -
    gid:GID=ret
getegid 108,50+202,177 user -
    egid:GID=ret
getresuid 118,165+209,148 user -
    res:ERRNO=ret ruid:UID=u32(a0)?ok euid:UID=u32(a1)?ok suid:UID=u32(a2)?ok
getresgid 120,171+211,150 user -
    res:ERRNO=ret rgid:GID=u32(a0)?ok egid:GID=u32(a1)?ok sgid:GID=u32(a2)?ok
getrlimit 97,76+191,163 process -
    res:ERRNO=ret cur:INT64=long(a1)?ok max:INT64=long(a1,1)?ok resource:ENUMFLAGS8:rlimit_resource=a0
setrlimit 160,75,164 process security
    res:ERRNO=ret cur:INT64=long(a1) max:INT64=long(a1,1) resource:ENUMFLAGS8:rlimit_resource=a0
prlimit 302,340,261 process security
    res:ERRNO=ret newcur:INT64=u64(a2) newmax:INT64=u64(a2,8) oldcur:INT64=u64(a3)?ok
    oldmax:INT64=u64(a3,8)?ok pid:INT64=int(a0) resource:ENUMFLAGS8:rlimit_resource=a1
nanosleep 35,162,101 sleep waits
    res:ERRNO=ret interval:RELTIME=timespec(a0)
)";

}  // namespace sysreel
