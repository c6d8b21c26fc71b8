// Descriptors, and input and output on them. The grammar is in catalogue.h, what stands after "=" in
// capture_from.h.
#include "format/catalogue/row_texts.h"

namespace sysreel {

const std::string_view kRowsDescriptor = R"(
close 3,6,57 io_other destroys_fd,uses_fd,state,security
    res:ERRNO=ret fd:FD=a0
close_range 436,436,436 io_other state,security
    res:ERRNO=ret first:UINT32=a0 last:UINT32=a1 flags:FLAGS32:close_range_flags=a2
dup 32,41,23 io_other creates_fd,uses_fd,state,security
    res:FD=ret oldfd:FD=a0
dup2 33,63,- io_other creates_fd,uses_fd,state,security
    res:FD=ret oldfd:FD=a0 newfd:FD=a1
dup3 292,330,24 io_other creates_fd,uses_fd,state,security
    res:FD=ret oldfd:FD=a0 newfd:FD=a1 flags:FLAGS32:fd_flags=a2
fcntl 72,55+221,25 io_other uses_fd,state,security
    res:FD=ret fd:FD=a0 cmd:ENUMFLAGS8:fcntl_command=a1 arg:UINT64.x=a2
pipe 22,42,- ipc creates_fd,state,security
    res:ERRNO=ret fd1:FD=i32(a0)?ok fd2:FD=i32(a0,4)?ok ino:UINT64=file(*a0).ino?ok
pipe2 293,331,59 ipc creates_fd,state,security
    res:ERRNO=ret fd1:FD=i32(a0)?ok fd2:FD=i32(a0,4)?ok ino:UINT64=file(*a0).ino?ok
    flags:FLAGS32:fd_flags=a1
eventfd 284,323,- ipc creates_fd,state,security
    res:FD=ret initval:UINT64=a0 flags:UINT32.x
eventfd2 290,328,19 ipc creates_fd,state,security
    res:FD=ret flags:FLAGS16:fd_flags=a1 initval:UINT64=a0
signalfd 282,321,- signal creates_fd,state,security
    res:FD=ret fd:FD=a0 mask:UINT32.x=u32(a1) flags:UINT8.x
signalfd4 289,327,74 signal creates_fd,state,security
    res:FD=ret flags:FLAGS16:fd_flags=a3 fd:FD=a0 mask:UINT32.x=u32(a1)
timerfd_create 283,322,85 time creates_fd,state,security
    res:FD=ret clockid:UINT8=a0 flags:UINT8.x=a1
inotify_init 253,291,- ipc creates_fd,state,security
    res:FD=ret flags:UINT8.x
inotify_init1 294,332,26 ipc creates_fd,state,security
    res:FD=ret flags:FLAGS16:fd_flags=a0
epoll_create 213,254,- wait creates_fd,state,security
    res:ERRNO=ret size:INT32=a0
epoll_create1 291,329,20 wait creates_fd,state,security
    res:ERRNO=ret flags:FLAGS32:epoll_create1_flags=a0
memfd_create 319,356,279 memory creates_fd,state,security
    fd:FD=ret name:CHARBUF=str(a0) flags:FLAGS32:memfd_flags=a1 +ino:UINT64=file(ret).ino
userfaultfd 323,374,282 file creates_fd,state,security
    res:ERRNO=ret flags:FLAGS32:open_flags=a0
pidfd_open 434,434,434 process creates_fd,state,security
    fd:FD=ret pid:PID=a0 flags:FLAGS32:pidfd_open_flags=a1
pidfd_getfd 438,438,438 process creates_fd,state,security
    fd:FD=ret pid_fd:FD=a0 target_fd:FD=a1 flags:UINT32.x=a2 +path:FSPATH=file(ret).path
    +dev:UINT32.x=file(ret).dev +ino:UINT64=file(ret).ino
read 0,3,63 io_read uses_fd,reads
    res:ERRNO=ret ~data:BYTEBUF=buf(a1,ret) fd:FD=a0 size:UINT32=a2
readv 19,145,65 io_read uses_fd,reads
    res:ERRNO=ret size:UINT32=ret?ok ~data:BYTEBUF=iov(a1,a2) fd:FD=a0
pread 17,180,67 io_read uses_fd,reads
    res:ERRNO=ret ~data:BYTEBUF=buf(a1,ret) fd:FD=a0 size:UINT32=a2 pos:UINT64=wide(a3)
preadv 295,333,69 io_read uses_fd,reads
    res:ERRNO=ret size:UINT32=ret?ok ~data:BYTEBUF=iov(a1,a2) fd:FD=a0 pos:UINT64=wide(a3)
write 1,4,64 io_write uses_fd,writes
    res:ERRNO=ret ~data:BYTEBUF=buf(a1,a2) fd:FD=a0 size:UINT32=a2
writev 20,146,66 io_write uses_fd,writes
    res:ERRNO=ret ~data:BYTEBUF=iov(a1,a2) fd:FD=a0 size:UINT32=iovsize(a1,a2)
pwrite 18,181,68 io_write uses_fd,writes
    res:ERRNO=ret ~data:BYTEBUF=buf(a1,a2) fd:FD=a0 size:UINT32=a2 pos:UINT64=wide(a3)
pwritev 296,334,70 io_write uses_fd,writes
    res:ERRNO=ret ~data:BYTEBUF=iov(a1,a2) fd:FD=a0 size:UINT32=iovsize(a1,a2) pos:UINT64=wide(a3)
sendfile 40,187+239,71 io_write uses_fd
    res:ERRNO=ret ~offset:UINT64=long(a2) out_fd:FD=a0 in_fd:FD=a1 size:UINT64=a3
splice 275,313,76 io_other uses_fd
    res:ERRNO=ret fd_in:FD=a0 fd_out:FD=a2 size:UINT64=a4 flags:FLAGS32:splice_flags=a5
copy_file_range 326,377,285 file uses_fd,reads,writes
    res:ERRNO=ret fdout:FD=a2 ~offout:UINT64=u64(a3) fdin:FD=a0 ~offin:UINT64=u64(a1) len:UINT64=a4
lseek 8,19,62 file uses_fd
    res:ERRNO=ret fd:FD=a0 offset:UINT64=a1 whence:ENUMFLAGS8:lseek_whence=a2
llseek -,140,- file uses_fd
    res:ERRNO=ret fd:FD=a0 offset:UINT64=a2 whence:ENUMFLAGS8:lseek_whence=a4
ioctl 16,54,29 io_other uses_fd
    res:ERRNO=ret fd:FD=a0 request:UINT64.x=a1 ~argument:UINT64.x
poll 7,168,- wait waits
    res:ERRNO=ret fds:FDLIST=pollfds(a0,a1) timeout:INT64=int(a2)
ppoll 271,309+414,73 wait waits
    res:ERRNO=ret fds:FDLIST=pollfds(a0,a1) timeout:RELTIME=timespec(a2) sigmask:SIGSET=u32(a3)
select 23,82+142,- wait waits
    res:ERRNO=ret
epoll_wait 232,256,- wait waits
    res:ERRNO=ret maxevents:ERRNO=int(a2)
)";

}  // namespace sysreel
