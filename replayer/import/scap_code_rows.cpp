// What the 454 event codes of .scap files are (scap_codes.h says what a line means). Every enter code is
// followed by its exit code, one higher.
#include "replayer/import/scap_codes.h"

namespace sysreel {

const std::string_view kScapCodeRows = R"(
0 syscall keep ID nativeID | ID nativeID
2 open seen name flags mode | fd name flags mode dev ino
4 close keep fd | res fd=
6 read keep fd size | res data fd= size=
8 write keep fd size | res data fd= size=
10 brk keep vm_size | res + vm_size
12 execve both | res exe args tid pid ptid cwd fdlimit + filename
14 clone drop | res exe args tid pid ptid cwd fdlimit flags uid gid
16 procexit fill
18 socket keep domain type proto | fd domain= type= proto= flags=
20 bind keep fd | res addr fd=
22 connect both fd addr | res tuple fd= addr=
24 listen keep fd backlog | res fd= backlog=
26 accept drop | fd tuple queuepct + queuelen= queuemax=
28 send keep fd size | res data fd= size= tuple=
30 sendto keep fd size tuple | res data fd= size= tuple=
32 recv keep fd size | res data fd= size= tuple=
34 recvfrom keep fd size | res data tuple fd= size=
36 shutdown keep fd how | res fd= how=
38 getsockname drop :
40 getpeername drop :
42 socketpair keep domain type proto | res fd1 fd2 source peer domain= type= proto=
44 setsockopt drop : res fd level optname val optlen
46 getsockopt drop : res fd level optname val optlen
48 sendmsg keep fd size tuple | res data fd= size= tuple=
50 sendmmsg drop | res= fd size data tuple
52 recvmsg keep fd | res size data tuple msgcontrol= fd=
54 recvmmsg drop | res= fd size data tuple msgcontrol
56 accept4 keep flags | fd tuple queuepct + queuelen= queuemax= flags=
58 creat seen name mode | fd name mode dev ino creat_flags
60 pipe drop : res fd1 fd2 ino
62 eventfd keep initval flags | res initval= flags=
64 futex keep addr op val | res addr= op= val=
66 stat drop : res path
68 lstat drop : res path
70 fstat keep fd | res fd=
72 stat64 drop : res path
74 lstat64 drop : res path
76 fstat64 drop fd : res
78 epoll_wait keep maxevents | res maxevents=
80 poll keep fds timeout | res fds timeout=
82 select drop : res
84 select drop | res
86 lseek keep fd offset whence | res fd= offset= whence=
88 llseek keep fd offset whence | res fd= offset= whence=
90 ioctl keep fd request | res + fd request
92 getcwd drop : res path
94 chdir drop : res path
96 fchdir keep fd | res fd
98 mkdir keep path mode | res + path mode
100 rmdir keep path | res + path
102 openat keep dirfd name flags mode | fd + dirfd name flags mode
104 link keep oldpath newpath | res + oldpath newpath
106 linkat keep olddir oldpath newdir newpath | res + olddir oldpath newdir newpath
108 unlink keep path | res + path
110 unlinkat keep dirfd name | res + dirfd name
112 pread keep fd size pos | res data fd= size= pos=
114 pwrite keep fd size pos | res data fd= size= pos=
116 readv keep fd | res size data fd=
118 writev keep fd size | res data fd= size=
120 preadv keep fd pos | res size data fd= pos=
122 pwritev keep fd size pos | res data fd= size= pos=
124 dup keep oldfd | res + oldfd
126 signalfd keep fd mask flags | res fd= mask= flags=
128 kill keep pid sig | res pid= sig=
130 tkill keep tid sig | res tid= sig=
132 tgkill keep pid tid sig | res pid= tid= sig=
134 nanosleep keep interval | res interval=
136 timerfd_create keep clockid flags | res clockid= flags=
138 inotify_init keep flags | res flags=
140 getrlimit keep resource | res cur max resource=
142 setrlimit keep resource | res cur max resource=
144 prlimit keep pid resource | res newcur newmax oldcur oldmax pid resource
146 switch fill next
148 drop event ratio : ratio
150 fcntl keep fd cmd | res fd= cmd= arg=
152 switch event next pgft_maj pgft_min vm_size vm_rss vm_swap
154 execve both | res exe args tid pid ptid cwd fdlimit pgft_maj pgft_min vm_size vm_rss vm_swap + filename
156 clone drop | res exe args tid pid ptid cwd fdlimit pgft_maj pgft_min vm_size vm_rss vm_swap flags uid
  gid
158 brk keep addr | res vm_size vm_rss vm_swap addr
160 mmap keep addr length prot flags fd offset | res vm_size vm_rss vm_swap addr= length= prot= flags= fd=
  offset=
162 mmap2 keep addr length prot flags fd pgoffset | res vm_size vm_rss vm_swap addr= length= prot= flags=
  fd= pgoffset=
164 munmap keep addr length | res vm_size vm_rss vm_swap addr= length=
166 splice keep fd_in fd_out size flags | res fd_in= fd_out= size= flags=
168 ptrace keep request pid | res addr data request pid
170 ioctl keep fd request argument | res fd= request= argument=
172 execve both | res exe args tid pid ptid cwd fdlimit pgft_maj pgft_min vm_size vm_rss vm_swap env +
  filename
174 rename drop : res oldpath newpath
176 renameat drop : res olddirfd oldpath newdirfd newpath
178 symlink drop : res target linkpath
180 symlinkat drop : res target linkdirfd linkpath
182 fork drop | res exe args tid pid ptid cwd fdlimit pgft_maj pgft_min vm_size vm_rss vm_swap flags uid gid
184 vfork drop | res exe args tid pid ptid cwd fdlimit pgft_maj pgft_min vm_size vm_rss vm_swap flags uid
  gid
186 procexit event status ret sig core reaper_tid
188 sendfile keep out_fd in_fd offset size | res offset out_fd= in_fd= size=
190 quotactl keep cmd type id quota_fmt | res special quotafilepath dqb_bhardlimit dqb_bsoftlimit
  dqb_curspace dqb_ihardlimit dqb_isoftlimit dqb_btime dqb_itime dqi_bgrace dqi_igrace dqi_flags
  quota_fmt_out cmd= type= id= quota_fmt=
192 setresuid keep ruid euid suid | res ruid euid suid
194 setresgid keep rgid egid sgid | res rgid egid sgid
196 scapevent event event_type event_data
198 setuid keep uid | res uid
200 setgid keep gid | res gid
202 getuid drop : uid
204 geteuid drop : euid
206 getgid drop : gid
208 getegid drop : egid
210 getresuid drop : res ruid euid suid
212 getresgid drop : res rgid egid sgid
214 execve both | res exe args tid pid ptid cwd fdlimit pgft_maj pgft_min vm_size vm_rss vm_swap comm env +
  filename
216 clone drop | res exe args tid pid ptid cwd fdlimit pgft_maj pgft_min vm_size vm_rss vm_swap comm flags
  uid gid
218 fork drop | res exe args tid pid ptid cwd fdlimit pgft_maj pgft_min vm_size vm_rss vm_swap comm flags
  uid gid
220 vfork drop | res exe args tid pid ptid cwd fdlimit pgft_maj pgft_min vm_size vm_rss vm_swap comm flags
  uid gid
222 clone drop | res exe args tid pid ptid cwd fdlimit pgft_maj pgft_min vm_size vm_rss vm_swap comm cgroups
  flags uid gid vtid vpid pidns_init_start_ts
224 fork drop | res exe args tid pid ptid cwd fdlimit pgft_maj pgft_min vm_size vm_rss vm_swap comm cgroups
  flags uid gid vtid vpid pidns_init_start_ts
226 vfork drop | res exe args tid pid ptid cwd fdlimit pgft_maj pgft_min vm_size vm_rss vm_swap comm cgroups
  flags uid gid vtid vpid pidns_init_start_ts
228 container event id type name image
230 execve both | res exe args tid pid ptid cwd fdlimit pgft_maj pgft_min vm_size vm_rss vm_swap comm
  cgroups env + filename
232 signaldeliver event spid dpid sig
234 procinfo event cpu_usr cpu_sys
236 getdents keep fd | res fd=
238 getdents64 keep fd | res fd=
240 setns keep fd nstype | res fd nstype
242 flock keep fd operation | res fd= operation=
244 cpu_hotplug event cpu action
246 accept drop : fd tuple queuepct queuelen queuemax
248 accept4 keep flags | fd tuple queuepct queuelen queuemax + flags=
250 semop keep semid | res nsops sem_num_0 sem_op_0 sem_flg_0 sem_num_1 sem_op_1 sem_flg_1 semid=
252 semctl keep semid semnum cmd val | res semid= semnum= cmd= val=
254 ppoll keep fds timeout sigmask | res fds timeout= sigmask=
256 mount keep flags | res dev dir type flags=
258 umount drop flags | res name
260 k8s drop json
262 semget keep key nsems semflg | res key= nsems= semflg=
264 access keep mode | res name mode=
266 chroot drop : res path
268 tracer drop id tags args
270 mesos drop json
272 container event json
274 setsid drop : res
276 mkdir keep mode | res path mode
278 rmdir drop : res path
280 notification event id desc
282 execve both | res exe args tid pid ptid cwd fdlimit pgft_maj pgft_min vm_size vm_rss vm_swap comm
  cgroups env tty + filename
284 unshare keep flags | res flags=
286 infra event source name description scope
288 execve both filename | res exe args tid pid ptid cwd fdlimit pgft_maj pgft_min vm_size vm_rss vm_swap
  comm cgroups env tty + filename
290 page_fault event addr ip error
292 execve both filename | res exe args tid pid ptid cwd fdlimit pgft_maj pgft_min vm_size vm_rss vm_swap
  comm cgroups env tty vpgid loginuid flags cap_inheritable cap_permitted cap_effective exe_ino
  exe_ino_ctime exe_ino_mtime uid trusted_exepath pgid gid filename
294 setpgid keep pid pgid | res pid pgid
296 bpf keep cmd | fd + cmd
298 seccomp keep op flags | res op= flags=
300 unlink drop : res path
302 unlinkat drop : res dirfd name flags
304 mkdirat drop : res dirfd path mode
306 openat seen dirfd name flags mode | fd dirfd name flags mode dev ino
308 link drop : res oldpath newpath
310 linkat drop : res olddir oldpath newdir newpath flags
312 fchmodat drop : res dirfd filename mode
314 chmod drop : res filename mode
316 fchmod drop : res fd mode
318 renameat2 drop : res olddirfd oldpath newdirfd newpath flags
320 userfaultfd drop : res flags
322 pluginevent event plugin_id event_data
324 container event json
326 openat2 seen dirfd name flags mode resolve | fd dirfd name flags mode resolve dev ino
328 mprotect keep addr length prot | res addr= length= prot=
330 execveat both dirfd filename at_flags | res exe args tid pid ptid cwd fdlimit pgft_maj pgft_min
  vm_size vm_rss vm_swap comm cgroups env tty vpgid loginuid flags cap_inheritable cap_permitted
  cap_effective exe_ino exe_ino_ctime exe_ino_mtime uid trusted_exepath pgid gid + dirfd filename at_flags
332 copy_file_range keep fdin offin len | res fdout offout fdin= offin= len=
334 clone3 drop | res exe args tid pid ptid cwd fdlimit pgft_maj pgft_min vm_size vm_rss vm_swap comm
  cgroups flags uid gid vtid vpid pidns_init_start_ts
336 open_by_handle_at drop : fd mountfd flags path dev ino
338 io_uring_setup drop : res entries sq_entries cq_entries flags sq_thread_cpu sq_thread_idle features
340 io_uring_enter drop : res fd to_submit min_complete flags sig
342 io_uring_register drop : res fd opcode arg nr_args
344 mlock drop : res addr len
346 munlock drop : res addr len
348 mlockall drop : res flags
350 munlockall drop : res
352 capset drop : res cap_inheritable cap_permitted cap_effective
354 useradded event uid gid name home shell container_id
356 userdeleted event uid gid name home shell container_id
358 groupadded event gid name container_id
360 groupdeleted event gid name container_id
362 dup2 drop fd : res oldfd newfd
364 dup3 drop fd : res oldfd newfd flags
366 dup drop fd : res oldfd
368 bpf drop cmd : fd cmd
370 mlock2 drop : res addr len flags
372 fsconfig drop : res fd cmd key value_bytebuf value_charbuf aux
374 epoll_create keep size | res size=
376 epoll_create1 keep flags | res flags=
378 chown drop : res path uid gid
380 lchown drop : res path uid gid
382 fchown drop : res fd uid gid
384 fchownat drop : res dirfd pathname uid gid flags
386 umount drop : res name
388 accept4 keep flags | fd tuple queuepct queuelen queuemax flags=
390 umount2 keep flags | res name flags=
392 pipe2 drop : res fd1 fd2 ino flags
394 inotify_init1 drop : res flags
396 eventfd2 keep initval | res flags initval=
398 signalfd4 keep fd mask | res flags fd= mask=
400 prctl drop : res option arg2_str arg2_int
402 asyncevent event plugin_id name data
404 memfd_create drop : fd name flags
406 pidfd_getfd drop : fd pid_fd target_fd flags
408 pidfd_open drop : fd pid flags
410 init_module drop : res img length uargs
412 finit_module drop : res fd uargs flags
414 mknod drop : res path mode dev
416 mknodat drop : res dirfd path mode dev
418 newfstatat drop : res dirfd path flags
420 process_vm_readv drop : res pid data
422 process_vm_writev drop : res pid data
424 delete_module drop : res name flags
426 setreuid drop : res ruid euid
428 setregid drop : res rgid egid
430 task event ppid pgid vpgid sid comm argv exepath flags env cwd fdlimit euid egid cap_permitted
  cap_effective cap_inheritable exe_ino_num exe_ino_ctime exe_ino_mtime vm_size vm_rss vm_swap pgft_maj
  pgft_min vtgid vpid pidns_init_start_ts cgroups root start_time tty loginuid
432 task_file_pipe event fd path ino_num
434 task_file_memfd event fd path ino_num
436 task_file_regular event fd path flags mnt_id ino_num
438 task_file_directory event fd path ino_num
440 task_file_socket_inet event fd sk_type sk_proto local_ip local_port remote_ip remote_port ino_num
442 task_file_socket_inet6 event fd sk_type sk_proto local_ip local_port remote_ip remote_port ino_num
444 task_file_socket_unix event fd sk_type sk_proto sk_pointer sun_path ino_num
446 task_file_socket_netlink event fd sk_type sk_proto ino_num
448 task_file_anon_inode event fd fd_type path ino_num
450 close_range none : res first last flags
452 keyctl none : res operation arg2 arg3 arg4 arg5
)";

}  // namespace sysreel
