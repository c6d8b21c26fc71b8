// System calls to which Falco gives no parameters of their own, a to m: ID is its portable number of the
// call. The grammar is in catalogue.h, what stands after "=" in capture_from.h.
#include "format/catalogue/row_texts.h"

namespace sysreel {

const std::string_view kRowsGeneric = R"(
_sysctl 156,149,- other generic ID:SYSCALLID=const(385) nativeID:UINT16=nr +res:ERRNO=ret
acct 163,51,89 other generic,security ID:SYSCALLID=const(33) nativeID:UINT16=nr +res:ERRNO=ret
    +path:FSPATH=str(a0)
add_key 248,286,217 other generic,security ID:SYSCALLID=const(189) nativeID:UINT16=nr +res:ERRNO=ret
    +type:CHARBUF=str(a0) +description:CHARBUF=str(a1)
adjtimex 159,124,171 other generic,security ID:SYSCALLID=const(74) nativeID:UINT16=nr +res:ERRNO=ret
afs_syscall 183,137,- other generic ID:SYSCALLID=const(0) nativeID:UINT16=nr +res:ERRNO=ret
alarm 37,27,- other generic ID:SYSCALLID=const(19) nativeID:UINT16=nr +res:ERRNO=ret
arch_prctl 158,384,- other generic ID:SYSCALLID=const(296) nativeID:UINT16=nr +res:ERRNO=ret
cachestat 451,451,451 other generic ID:SYSCALLID=const(412) nativeID:UINT16=nr +res:ERRNO=ret
capget 125,184,90 other generic ID:SYSCALLID=const(114) nativeID:UINT16=nr +res:ERRNO=ret
clock_adjtime 305,343+405,266 other generic,security ID:SYSCALLID=const(237) nativeID:UINT16=nr
    +res:ERRNO=ret
clock_getres 229,266+406,114 other generic ID:SYSCALLID=const(177) nativeID:UINT16=nr +res:ERRNO=ret
clock_gettime 228,265+403,113 other generic ID:SYSCALLID=const(176) nativeID:UINT16=nr +res:ERRNO=ret
clock_nanosleep 230,267+407,115 other generic ID:SYSCALLID=const(178) nativeID:UINT16=nr +res:ERRNO=ret
clock_settime 227,264+404,112 other generic,security ID:SYSCALLID=const(175) nativeID:UINT16=nr
    +res:ERRNO=ret
create_module 174,127,- other generic,security ID:SYSCALLID=const(381) nativeID:UINT16=nr +res:ERRNO=ret
epoll_ctl 233,255,21 other generic ID:SYSCALLID=const(166) nativeID:UINT16=nr +res:ERRNO=ret
epoll_ctl_old 214,-,- other generic ID:SYSCALLID=const(364) nativeID:UINT16=nr +res:ERRNO=ret
epoll_pwait 281,319,22 other generic ID:SYSCALLID=const(218) nativeID:UINT16=nr +res:ERRNO=ret
epoll_pwait2 441,441,441 other generic ID:SYSCALLID=const(356) nativeID:UINT16=nr +res:ERRNO=ret
epoll_wait_old 215,-,- other generic ID:SYSCALLID=const(379) nativeID:UINT16=nr +res:ERRNO=ret
exit 60,1,93 other generic ID:SYSCALLID=const(2) nativeID:UINT16=nr
exit_group 231,252,94 other generic ID:SYSCALLID=const(164) nativeID:UINT16=nr
faccessat 269,307,48 other generic ID:SYSCALLID=const(208) nativeID:UINT16=nr +res:ERRNO=ret +dirfd:FD=a0
    +path:FSRELPATH=str(a1)
faccessat2 439,439,439 other generic ID:SYSCALLID=const(384) nativeID:UINT16=nr +res:ERRNO=ret +dirfd:FD=a0
    +path:FSRELPATH=str(a1)
fadvise64 221,250+272,223 other generic ID:SYSCALLID=const(319) nativeID:UINT16=nr +res:ERRNO=ret
fallocate 285,324,47 other generic ID:SYSCALLID=const(299) nativeID:UINT16=nr +res:ERRNO=ret
fanotify_init 300,338,262 other generic,security ID:SYSCALLID=const(235) nativeID:UINT16=nr +res:ERRNO=ret
fanotify_mark 301,339,263 other generic,security ID:SYSCALLID=const(393) nativeID:UINT16=nr +res:ERRNO=ret
    +fd:FD=a0 +dirfd:FD=a3
fchmodat2 452,452,452 other generic,security ID:SYSCALLID=const(413) nativeID:UINT16=nr +res:ERRNO=ret
    +dirfd:FD=a0 +filename:FSRELPATH=str(a1) +mode:MODE:chmod_mode=a2
fdatasync 75,148,83 other generic ID:SYSCALLID=const(90) nativeID:UINT16=nr +res:ERRNO=ret
fgetxattr 193,231,10 other generic ID:SYSCALLID=const(146) nativeID:UINT16=nr +res:ERRNO=ret
file_getattr 468,468,468 other generic ID:SYSCALLID=const(449) nativeID:UINT16=nr +res:ERRNO=ret
file_setattr 469,469,469 other generic,security ID:SYSCALLID=const(450) nativeID:UINT16=nr +res:ERRNO=ret
flistxattr 196,234,13 other generic ID:SYSCALLID=const(149) nativeID:UINT16=nr +res:ERRNO=ret
fremovexattr 199,237,16 other generic,security ID:SYSCALLID=const(152) nativeID:UINT16=nr +res:ERRNO=ret
    +fd:FD=a0 +name:CHARBUF=str(a1)
fsetxattr 190,228,7 other generic,security ID:SYSCALLID=const(143) nativeID:UINT16=nr +res:ERRNO=ret
    +fd:FD=a0 +name:CHARBUF=str(a1) ~+value:BYTEBUF=buf(a2,a3)
fsmount 432,432,432 other generic,security ID:SYSCALLID=const(337) nativeID:UINT16=nr +res:ERRNO=ret
    +fd:FD=a0 +flags:UINT32.x=a1
fsopen 430,430,430 other generic,security ID:SYSCALLID=const(338) nativeID:UINT16=nr +res:ERRNO=ret
    +fsname:CHARBUF=str(a0)
fspick 433,433,433 other generic,security ID:SYSCALLID=const(336) nativeID:UINT16=nr +res:ERRNO=ret
    +dirfd:FD=a0 +path:FSRELPATH=str(a1)
fstatfs 138,100,44 other generic ID:SYSCALLID=const(63) nativeID:UINT16=nr +res:ERRNO=ret
fsync 74,118,82 other generic ID:SYSCALLID=const(72) nativeID:UINT16=nr +res:ERRNO=ret
ftruncate 77,93+194,46 other generic,security ID:SYSCALLID=const(58) nativeID:UINT16=nr +res:ERRNO=ret
    +fd:FD=a0 +length:UINT64=a1
futex_requeue 456,456,456 other generic ID:SYSCALLID=const(418) nativeID:UINT16=nr +res:ERRNO=ret
futex_wait 455,455,455 other generic ID:SYSCALLID=const(419) nativeID:UINT16=nr +res:ERRNO=ret
futex_waitv 449,449,449 other generic ID:SYSCALLID=const(374) nativeID:UINT16=nr +res:ERRNO=ret
futex_wake 454,454,454 other generic ID:SYSCALLID=const(417) nativeID:UINT16=nr +res:ERRNO=ret
futimesat 261,299,- other generic,security ID:SYSCALLID=const(201) nativeID:UINT16=nr +res:ERRNO=ret
    +dirfd:FD=a0 +path:FSRELPATH=str(a1)
get_kernel_syms 177,130,- other generic ID:SYSCALLID=const(372) nativeID:UINT16=nr +res:ERRNO=ret
get_mempolicy 239,275,236 other generic ID:SYSCALLID=const(387) nativeID:UINT16=nr +res:ERRNO=ret
get_robust_list 274,312,100 other generic ID:SYSCALLID=const(213) nativeID:UINT16=nr +res:ERRNO=ret
get_thread_area 211,244,- other generic ID:SYSCALLID=const(158) nativeID:UINT16=nr +res:ERRNO=ret
getcpu 309,318,168 other generic ID:SYSCALLID=const(217) nativeID:UINT16=nr +res:ERRNO=ret
getgroups 115,80+205,158 other generic ID:SYSCALLID=const(125) nativeID:UINT16=nr +res:ERRNO=ret
getitimer 36,105,102 other generic ID:SYSCALLID=const(66) nativeID:UINT16=nr +res:ERRNO=ret
getpgid 121,132,155 other generic ID:SYSCALLID=const(79) nativeID:UINT16=nr +res:ERRNO=ret
getpgrp 111,65,- other generic ID:SYSCALLID=const(42) nativeID:UINT16=nr +res:ERRNO=ret
getpid 39,20,172 other generic ID:SYSCALLID=const(16) nativeID:UINT16=nr +res:ERRNO=ret
getpmsg 181,188,- other generic ID:SYSCALLID=const(375) nativeID:UINT16=nr +res:ERRNO=ret
getppid 110,64,173 other generic ID:SYSCALLID=const(41) nativeID:UINT16=nr +res:ERRNO=ret
getpriority 140,96,141 other generic ID:SYSCALLID=const(60) nativeID:UINT16=nr +res:ERRNO=ret
getrandom 318,355,278 other generic ID:SYSCALLID=const(318) nativeID:UINT16=nr +res:ERRNO=ret
getrusage 98,77,165 other generic ID:SYSCALLID=const(46) nativeID:UINT16=nr +res:ERRNO=ret
getsid 124,147,156 other generic ID:SYSCALLID=const(89) nativeID:UINT16=nr +res:ERRNO=ret
gettid 186,224,178 other generic ID:SYSCALLID=const(140) nativeID:UINT16=nr +res:ERRNO=ret
gettimeofday 96,78,169 other generic ID:SYSCALLID=const(47) nativeID:UINT16=nr +res:ERRNO=ret
getxattr 191,229,8 other generic ID:SYSCALLID=const(144) nativeID:UINT16=nr +res:ERRNO=ret
getxattrat 464,464,464 other generic ID:SYSCALLID=const(446) nativeID:UINT16=nr +res:ERRNO=ret
inotify_add_watch 254,292,27 other generic,security ID:SYSCALLID=const(195) nativeID:UINT16=nr
    +res:ERRNO=ret +fd:FD=a0 +path:FSPATH=str(a1)
inotify_rm_watch 255,293,28 other generic ID:SYSCALLID=const(196) nativeID:UINT16=nr +res:ERRNO=ret
io_cancel 210,249,3 other generic ID:SYSCALLID=const(163) nativeID:UINT16=nr +res:ERRNO=ret
io_destroy 207,246,1 other generic ID:SYSCALLID=const(160) nativeID:UINT16=nr +res:ERRNO=ret
io_getevents 208,247,4 other generic ID:SYSCALLID=const(161) nativeID:UINT16=nr +res:ERRNO=ret
io_pgetevents 333,385+416,292 other generic ID:SYSCALLID=const(369) nativeID:UINT16=nr +res:ERRNO=ret
io_setup 206,245,0 other generic ID:SYSCALLID=const(159) nativeID:UINT16=nr +res:ERRNO=ret
io_submit 209,248,2 other generic ID:SYSCALLID=const(162) nativeID:UINT16=nr +res:ERRNO=ret
ioperm 173,101,- other generic,security ID:SYSCALLID=const(344) nativeID:UINT16=nr +res:ERRNO=ret
iopl 172,110,- other generic,security ID:SYSCALLID=const(391) nativeID:UINT16=nr +res:ERRNO=ret
ioprio_get 252,290,31 other generic ID:SYSCALLID=const(193) nativeID:UINT16=nr +res:ERRNO=ret
ioprio_set 251,289,30 other generic ID:SYSCALLID=const(192) nativeID:UINT16=nr +res:ERRNO=ret
kcmp 312,349,272 other generic,security ID:SYSCALLID=const(361) nativeID:UINT16=nr +res:ERRNO=ret
kexec_file_load 320,-,294 other generic,security ID:SYSCALLID=const(345) nativeID:UINT16=nr +res:ERRNO=ret
    +kernel_fd:FD=a0 +initrd_fd:FD=a1
kexec_load 246,283,104 other generic,security ID:SYSCALLID=const(187) nativeID:UINT16=nr +res:ERRNO=ret
landlock_add_rule 445,445,445 other generic,security ID:SYSCALLID=const(355) nativeID:UINT16=nr
    +res:ERRNO=ret
landlock_create_ruleset 444,444,444 other generic,security ID:SYSCALLID=const(352) nativeID:UINT16=nr
    +res:ERRNO=ret
landlock_restrict_self 446,446,446 other generic,security ID:SYSCALLID=const(354) nativeID:UINT16=nr
    +res:ERRNO=ret
lgetxattr 192,230,9 other generic ID:SYSCALLID=const(145) nativeID:UINT16=nr +res:ERRNO=ret
listmount 458,458,458 other generic ID:SYSCALLID=const(437) nativeID:UINT16=nr +res:ERRNO=ret
listns 470,470,470 other generic ID:SYSCALLID=const(451) nativeID:UINT16=nr +res:ERRNO=ret
listxattr 194,232,11 other generic ID:SYSCALLID=const(147) nativeID:UINT16=nr +res:ERRNO=ret
listxattrat 465,465,465 other generic ID:SYSCALLID=const(445) nativeID:UINT16=nr +res:ERRNO=ret
llistxattr 195,233,12 other generic ID:SYSCALLID=const(148) nativeID:UINT16=nr +res:ERRNO=ret
lookup_dcookie 212,253,18 other generic ID:SYSCALLID=const(365) nativeID:UINT16=nr +res:ERRNO=ret
lremovexattr 198,236,15 other generic,security ID:SYSCALLID=const(151) nativeID:UINT16=nr +res:ERRNO=ret
    +path:FSPATH=str(a0) +name:CHARBUF=str(a1)
lsetxattr 189,227,6 other generic,security ID:SYSCALLID=const(142) nativeID:UINT16=nr +res:ERRNO=ret
    +path:FSPATH=str(a0) +name:CHARBUF=str(a1) ~+value:BYTEBUF=buf(a2,a3)
lsm_get_self_attr 459,459,459 other generic ID:SYSCALLID=const(439) nativeID:UINT16=nr +res:ERRNO=ret
lsm_list_modules 461,461,461 other generic ID:SYSCALLID=const(441) nativeID:UINT16=nr +res:ERRNO=ret
lsm_set_self_attr 460,460,460 other generic,security ID:SYSCALLID=const(440) nativeID:UINT16=nr
    +res:ERRNO=ret
madvise 28,219,233 other generic ID:SYSCALLID=const(139) nativeID:UINT16=nr +res:ERRNO=ret
map_shadow_stack 453,453,453 other generic ID:SYSCALLID=const(414) nativeID:UINT16=nr +res:ERRNO=ret
mbind 237,274,235 other generic ID:SYSCALLID=const(363) nativeID:UINT16=nr +res:ERRNO=ret
membarrier 324,375,283 other generic ID:SYSCALLID=const(390) nativeID:UINT16=nr +res:ERRNO=ret
memfd_secret 447,447,447 other generic,security ID:SYSCALLID=const(343) nativeID:UINT16=nr +res:ERRNO=ret
migrate_pages 256,294,238 other generic ID:SYSCALLID=const(357) nativeID:UINT16=nr +res:ERRNO=ret
mincore 27,218,232 other generic ID:SYSCALLID=const(138) nativeID:UINT16=nr +res:ERRNO=ret
modify_ldt 154,123,- other generic,security ID:SYSCALLID=const(366) nativeID:UINT16=nr +res:ERRNO=ret
mount_setattr 442,442,442 other generic,security ID:SYSCALLID=const(341) nativeID:UINT16=nr +res:ERRNO=ret
    +dirfd:FD=a0 +path:FSRELPATH=str(a1)
move_mount 429,429,429 other generic,security ID:SYSCALLID=const(340) nativeID:UINT16=nr +res:ERRNO=ret
    +from_dirfd:FD=a0 +from_path:FSRELPATH=str(a1) +to_dirfd:FD=a2 +to_path:FSRELPATH=str(a3)
move_pages 279,317,239 other generic ID:SYSCALLID=const(358) nativeID:UINT16=nr +res:ERRNO=ret
mq_getsetattr 245,282,185 other generic ID:SYSCALLID=const(186) nativeID:UINT16=nr +res:ERRNO=ret
mq_notify 244,281,184 other generic ID:SYSCALLID=const(185) nativeID:UINT16=nr +res:ERRNO=ret
mq_open 240,277,180 other generic,security ID:SYSCALLID=const(181) nativeID:UINT16=nr +res:ERRNO=ret
    +name:CHARBUF=str(a0)
mq_timedreceive 243,280+419,183 other generic ID:SYSCALLID=const(184) nativeID:UINT16=nr +res:ERRNO=ret
mq_timedsend 242,279+418,182 other generic ID:SYSCALLID=const(183) nativeID:UINT16=nr +res:ERRNO=ret
mq_unlink 241,278,181 other generic,security ID:SYSCALLID=const(182) nativeID:UINT16=nr +res:ERRNO=ret
    +name:CHARBUF=str(a0)
mremap 25,163,216 other generic ID:SYSCALLID=const(104) nativeID:UINT16=nr +res:ERRNO=ret
mseal 462,462,462 other generic ID:SYSCALLID=const(442) nativeID:UINT16=nr +res:ERRNO=ret
msgctl 71,402,187 other generic ID:SYSCALLID=const(265) nativeID:UINT16=nr +res:ERRNO=ret
msgget 68,399,186 other generic ID:SYSCALLID=const(264) nativeID:UINT16=nr +res:ERRNO=ret
msgrcv 70,401,188 other generic ID:SYSCALLID=const(263) nativeID:UINT16=nr +res:ERRNO=ret
msgsnd 69,400,189 other generic ID:SYSCALLID=const(262) nativeID:UINT16=nr +res:ERRNO=ret
msync 26,144,227 other generic ID:SYSCALLID=const(86) nativeID:UINT16=nr +res:ERRNO=ret
)";

}  // namespace sysreel
