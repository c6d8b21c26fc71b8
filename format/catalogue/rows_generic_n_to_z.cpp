// System calls to which Falco gives no parameters of their own, n to z: ID is its portable number of the
// call. The grammar is in catalogue.h, what stands after "=" in capture_from.h.
#include "format/catalogue/row_texts.h"

namespace sysreel {

const std::string_view kRowsGenericNtoZ = R"(
name_to_handle_at 303,341,264 other generic,security ID:SYSCALLID=const(376) nativeID:UINT16=nr
    +res:ERRNO=ret +dirfd:FD=a0 +path:FSRELPATH=str(a1)
nfsservctl 180,169,42 other generic,security ID:SYSCALLID=const(378) nativeID:UINT16=nr +res:ERRNO=ret
open_tree 428,428,428 other generic,security ID:SYSCALLID=const(339) nativeID:UINT16=nr +res:ERRNO=ret
    +dirfd:FD=a0 +path:FSRELPATH=str(a1) +flags:UINT32.x=a2
open_tree_attr 467,467,467 other generic,security ID:SYSCALLID=const(448) nativeID:UINT16=nr +res:ERRNO=ret
pause 34,29,- other generic ID:SYSCALLID=const(21) nativeID:UINT16=nr +res:ERRNO=ret
perf_event_open 298,336,241 other generic,security ID:SYSCALLID=const(234) nativeID:UINT16=nr +res:ERRNO=ret
    +type:UINT32=u32(a0) +pid:PID=a1
personality 135,136,92 other generic,security ID:SYSCALLID=const(82) nativeID:UINT16=nr +res:ERRNO=ret
    +persona:UINT32.x=a0
pidfd_send_signal 424,424,424 other generic,security ID:SYSCALLID=const(348) nativeID:UINT16=nr
    +res:ERRNO=ret +fd:FD=a0 +sig:SIGTYPE=a1
pivot_root 155,217,41 other generic,security ID:SYSCALLID=const(137) nativeID:UINT16=nr +res:ERRNO=ret
    +new_root:FSPATH=str(a0) +put_old:FSPATH=str(a1)
pkey_alloc 330,381,289 other generic ID:SYSCALLID=const(349) nativeID:UINT16=nr +res:ERRNO=ret
pkey_free 331,382,290 other generic ID:SYSCALLID=const(351) nativeID:UINT16=nr +res:ERRNO=ret
pkey_mprotect 329,380,288 other generic ID:SYSCALLID=const(350) nativeID:UINT16=nr +res:ERRNO=ret
preadv2 327,378,286 other generic ID:SYSCALLID=const(359) nativeID:UINT16=nr +res:ERRNO=ret
process_madvise 440,440,440 other generic,security ID:SYSCALLID=const(389) nativeID:UINT16=nr +res:ERRNO=ret
process_mrelease 448,448,448 other generic ID:SYSCALLID=const(377) nativeID:UINT16=nr +res:ERRNO=ret
pselect6 270,308+413,72 other generic ID:SYSCALLID=const(209) nativeID:UINT16=nr +res:ERRNO=ret
putpmsg 182,189,- other generic ID:SYSCALLID=const(0) nativeID:UINT16=nr +res:ERRNO=ret
pwritev2 328,379,287 other generic ID:SYSCALLID=const(360) nativeID:UINT16=nr +res:ERRNO=ret
query_module 178,167,- other generic ID:SYSCALLID=const(386) nativeID:UINT16=nr +res:ERRNO=ret
quotactl_fd 443,443,443 other generic,security ID:SYSCALLID=const(353) nativeID:UINT16=nr +res:ERRNO=ret
readahead 187,225,213 other generic ID:SYSCALLID=const(373) nativeID:UINT16=nr +res:ERRNO=ret
readlink 89,85,- other generic ID:SYSCALLID=const(51) nativeID:UINT16=nr +res:ERRNO=ret +path:FSPATH=str(a0)
readlinkat 267,305,78 other generic ID:SYSCALLID=const(206) nativeID:UINT16=nr +res:ERRNO=ret +dirfd:FD=a0
    +path:FSRELPATH=str(a1)
reboot 169,88,142 other generic,security ID:SYSCALLID=const(54) nativeID:UINT16=nr +res:ERRNO=ret
    +cmd:UINT32.x=a2
remap_file_pages 216,257,234 other generic ID:SYSCALLID=const(168) nativeID:UINT16=nr +res:ERRNO=ret
removexattr 197,235,14 other generic,security ID:SYSCALLID=const(150) nativeID:UINT16=nr +res:ERRNO=ret
    +path:FSPATH=str(a0) +name:CHARBUF=str(a1)
removexattrat 466,466,466 other generic,security ID:SYSCALLID=const(444) nativeID:UINT16=nr +res:ERRNO=ret
request_key 249,287,218 other generic,security ID:SYSCALLID=const(190) nativeID:UINT16=nr +res:ERRNO=ret
    +type:CHARBUF=str(a0) +description:CHARBUF=str(a1)
restart_syscall 219,0,128 other generic ID:SYSCALLID=const(1) nativeID:UINT16=nr +res:ERRNO=ret
rseq 334,386,293 other generic ID:SYSCALLID=const(380) nativeID:UINT16=nr +res:ERRNO=ret
rseq_slice_yield 471,471,471 other generic ID:SYSCALLID=const(453) nativeID:UINT16=nr +res:ERRNO=ret
rt_sigaction 13,174,134 other generic ID:SYSCALLID=const(107) nativeID:UINT16=nr +res:ERRNO=ret
rt_sigpending 127,176,136 other generic ID:SYSCALLID=const(109) nativeID:UINT16=nr +res:ERRNO=ret
rt_sigprocmask 14,175,135 other generic ID:SYSCALLID=const(108) nativeID:UINT16=nr +res:ERRNO=ret
rt_sigqueueinfo 129,178,138 other generic,security ID:SYSCALLID=const(111) nativeID:UINT16=nr +res:ERRNO=ret
    +pid:PID=a0 +sig:SIGTYPE=a1
rt_sigreturn 15,173,139 other generic ID:SYSCALLID=const(298) nativeID:UINT16=nr
rt_sigsuspend 130,179,133 other generic ID:SYSCALLID=const(112) nativeID:UINT16=nr +res:ERRNO=ret
rt_sigtimedwait 128,177+421,137 other generic ID:SYSCALLID=const(110) nativeID:UINT16=nr +res:ERRNO=ret
rt_tgsigqueueinfo 297,335,240 other generic,security ID:SYSCALLID=const(233) nativeID:UINT16=nr
    +res:ERRNO=ret +pid:PID=a0 +tid:PID=a1 +sig:SIGTYPE=a2
sched_get_priority_max 146,159,125 other generic ID:SYSCALLID=const(100) nativeID:UINT16=nr +res:ERRNO=ret
sched_get_priority_min 147,160,126 other generic ID:SYSCALLID=const(101) nativeID:UINT16=nr +res:ERRNO=ret
sched_getaffinity 204,242,123 other generic ID:SYSCALLID=const(156) nativeID:UINT16=nr +res:ERRNO=ret
sched_getattr 315,352,275 other generic ID:SYSCALLID=const(383) nativeID:UINT16=nr +res:ERRNO=ret
sched_getparam 143,155,121 other generic ID:SYSCALLID=const(96) nativeID:UINT16=nr +res:ERRNO=ret
sched_getscheduler 145,157,120 other generic ID:SYSCALLID=const(98) nativeID:UINT16=nr +res:ERRNO=ret
sched_rr_get_interval 148,161+423,127 other generic ID:SYSCALLID=const(102) nativeID:UINT16=nr
    +res:ERRNO=ret
sched_setaffinity 203,241,122 other generic ID:SYSCALLID=const(155) nativeID:UINT16=nr +res:ERRNO=ret
sched_setattr 314,351,274 other generic ID:SYSCALLID=const(362) nativeID:UINT16=nr +res:ERRNO=ret
sched_setparam 142,154,118 other generic ID:SYSCALLID=const(95) nativeID:UINT16=nr +res:ERRNO=ret
sched_setscheduler 144,156,119 other generic ID:SYSCALLID=const(97) nativeID:UINT16=nr +res:ERRNO=ret
sched_yield 24,158,124 other generic ID:SYSCALLID=const(99) nativeID:UINT16=nr +res:ERRNO=ret
security 185,-,- other generic ID:SYSCALLID=const(0) nativeID:UINT16=nr +res:ERRNO=ret
semtimedop 220,420,192 other generic ID:SYSCALLID=const(371) nativeID:UINT16=nr +res:ERRNO=ret
set_mempolicy 238,276,237 other generic ID:SYSCALLID=const(368) nativeID:UINT16=nr +res:ERRNO=ret
set_mempolicy_home_node 450,450,450 other generic ID:SYSCALLID=const(370) nativeID:UINT16=nr +res:ERRNO=ret
set_robust_list 273,311,99 other generic ID:SYSCALLID=const(212) nativeID:UINT16=nr +res:ERRNO=ret
set_thread_area 205,243,- other generic ID:SYSCALLID=const(157) nativeID:UINT16=nr +res:ERRNO=ret
set_tid_address 218,258,96 other generic ID:SYSCALLID=const(169) nativeID:UINT16=nr +res:ERRNO=ret
setdomainname 171,121,162 other generic,security ID:SYSCALLID=const(73) nativeID:UINT16=nr +res:ERRNO=ret
    +name:BYTEBUF=buf(a0,a1)
setfsgid 123,139+216,152 other generic,security ID:SYSCALLID=const(136) nativeID:UINT16=nr +res:ERRNO=ret
    +gid:GID=a0
setfsuid 122,138+215,151 other generic,security ID:SYSCALLID=const(135) nativeID:UINT16=nr +res:ERRNO=ret
    +uid:UID=a0
setgroups 116,81+206,159 other generic,security ID:SYSCALLID=const(126) nativeID:UINT16=nr +res:ERRNO=ret
sethostname 170,74,161 other generic,security ID:SYSCALLID=const(44) nativeID:UINT16=nr +res:ERRNO=ret
    +name:BYTEBUF=buf(a0,a1)
setitimer 38,104,103 other generic ID:SYSCALLID=const(65) nativeID:UINT16=nr +res:ERRNO=ret
setpriority 141,97,140 other generic ID:SYSCALLID=const(61) nativeID:UINT16=nr +res:ERRNO=ret
settimeofday 164,79,170 other generic,security ID:SYSCALLID=const(48) nativeID:UINT16=nr +res:ERRNO=ret
setxattr 188,226,5 other generic,security ID:SYSCALLID=const(141) nativeID:UINT16=nr +res:ERRNO=ret
    +path:FSPATH=str(a0) +name:CHARBUF=str(a1) ~+value:BYTEBUF=buf(a2,a3)
setxattrat 463,463,463 other generic,security ID:SYSCALLID=const(447) nativeID:UINT16=nr +res:ERRNO=ret
shmat 30,397,196 other generic ID:SYSCALLID=const(297) nativeID:UINT16=nr +res:ERRNO=ret
shmctl 31,396,195 other generic ID:SYSCALLID=const(268) nativeID:UINT16=nr +res:ERRNO=ret
shmdt 67,398,197 other generic ID:SYSCALLID=const(266) nativeID:UINT16=nr +res:ERRNO=ret
shmget 29,395,194 other generic ID:SYSCALLID=const(267) nativeID:UINT16=nr +res:ERRNO=ret
sigaltstack 131,186,132 other generic ID:SYSCALLID=const(317) nativeID:UINT16=nr +res:ERRNO=ret
statfs 137,99,43 other generic ID:SYSCALLID=const(62) nativeID:UINT16=nr +res:ERRNO=ret
statmount 457,457,457 other generic ID:SYSCALLID=const(438) nativeID:UINT16=nr +res:ERRNO=ret
statx 332,383,291 other generic ID:SYSCALLID=const(367) nativeID:UINT16=nr +res:ERRNO=ret +dirfd:FD=a0
    +path:FSRELPATH=str(a1)
swapoff 168,115,225 other generic,security ID:SYSCALLID=const(70) nativeID:UINT16=nr +res:ERRNO=ret
    +path:FSPATH=str(a0)
swapon 167,87,224 other generic,security ID:SYSCALLID=const(53) nativeID:UINT16=nr +res:ERRNO=ret
    +path:FSPATH=str(a0)
sync 162,36,81 other generic ID:SYSCALLID=const(24) nativeID:UINT16=nr +res:ERRNO=ret
sync_file_range 277,314,84 other generic ID:SYSCALLID=const(388) nativeID:UINT16=nr +res:ERRNO=ret
syncfs 306,344,267 other generic ID:SYSCALLID=const(238) nativeID:UINT16=nr +res:ERRNO=ret
sysfs 139,135,- other generic ID:SYSCALLID=const(81) nativeID:UINT16=nr +res:ERRNO=ret
sysinfo 99,116,179 other generic ID:SYSCALLID=const(71) nativeID:UINT16=nr +res:ERRNO=ret
syslog 103,103,116 other generic,security ID:SYSCALLID=const(64) nativeID:UINT16=nr +res:ERRNO=ret
    +type:INT32=a0
tee 276,315,77 other generic ID:SYSCALLID=const(215) nativeID:UINT16=nr +res:ERRNO=ret
time 201,13,- other generic ID:SYSCALLID=const(11) nativeID:UINT16=nr +res:ERRNO=ret
timer_create 222,259,107 other generic ID:SYSCALLID=const(170) nativeID:UINT16=nr +res:ERRNO=ret
timer_delete 226,263,111 other generic ID:SYSCALLID=const(174) nativeID:UINT16=nr +res:ERRNO=ret
timer_getoverrun 225,262,109 other generic ID:SYSCALLID=const(173) nativeID:UINT16=nr +res:ERRNO=ret
timer_gettime 224,261+408,108 other generic ID:SYSCALLID=const(172) nativeID:UINT16=nr +res:ERRNO=ret
timer_settime 223,260+409,110 other generic ID:SYSCALLID=const(171) nativeID:UINT16=nr +res:ERRNO=ret
timerfd_gettime 287,326+410,87 other generic ID:SYSCALLID=const(224) nativeID:UINT16=nr +res:ERRNO=ret
timerfd_settime 286,325+411,86 other generic ID:SYSCALLID=const(223) nativeID:UINT16=nr +res:ERRNO=ret
times 100,43,153 other generic ID:SYSCALLID=const(31) nativeID:UINT16=nr +res:ERRNO=ret
truncate 76,92+193,45 other generic,security ID:SYSCALLID=const(57) nativeID:UINT16=nr +res:ERRNO=ret
    +path:FSPATH=str(a0) +length:UINT64=a1
tuxcall 184,-,- other generic ID:SYSCALLID=const(0) nativeID:UINT16=nr +res:ERRNO=ret
umask 95,60,166 other generic ID:SYSCALLID=const(37) nativeID:UINT16=nr +res:ERRNO=ret
uname 63,122,160 other generic ID:SYSCALLID=const(67) nativeID:UINT16=nr +res:ERRNO=ret
uprobe 336,-,- other generic ID:SYSCALLID=const(452) nativeID:UINT16=nr +res:ERRNO=ret
uretprobe 335,-,- other generic ID:SYSCALLID=const(443) nativeID:UINT16=nr +res:ERRNO=ret
uselib 134,86,- other generic ID:SYSCALLID=const(52) nativeID:UINT16=nr +res:ERRNO=ret
ustat 136,62,- other generic ID:SYSCALLID=const(39) nativeID:UINT16=nr +res:ERRNO=ret
utime 132,30,- other generic,security ID:SYSCALLID=const(22) nativeID:UINT16=nr +res:ERRNO=ret
    +path:FSPATH=str(a0)
utimensat 280,320+412,88 other generic,security ID:SYSCALLID=const(219) nativeID:UINT16=nr +res:ERRNO=ret
    +dirfd:FD=a0 +path:FSRELPATH=str(a1)
utimes 235,271,- other generic,security ID:SYSCALLID=const(180) nativeID:UINT16=nr +res:ERRNO=ret
    +path:FSPATH=str(a0)
vhangup 153,111,58 other generic,security ID:SYSCALLID=const(68) nativeID:UINT16=nr +res:ERRNO=ret
vmsplice 278,316,75 other generic ID:SYSCALLID=const(216) nativeID:UINT16=nr +res:ERRNO=ret
vserver 236,273,- other generic ID:SYSCALLID=const(0) nativeID:UINT16=nr +res:ERRNO=ret
wait4 61,114,260 other generic ID:SYSCALLID=const(69) nativeID:UINT16=nr +res:ERRNO=ret
waitid 247,284,95 other generic ID:SYSCALLID=const(188) nativeID:UINT16=nr +res:ERRNO=ret
)";

}  // namespace sysreel
