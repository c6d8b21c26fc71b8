// Memory, futexes, System V semaphores, io_uring. The grammar is in catalogue.h, what stands after "=" in
// capture_from.h.
#include "format/catalogue/row_texts.h"

namespace sysreel {

// `io_uring_submit` is ours: a request as the kernel has taken it from a ring, before it is carried out. fd:
// the one that it is about, or the directory that `name` is relative to; flags: of an open;
// addr: of a connect. How it ends is in no event.
const std::string_view kRowsMemory = R"(
brk 12,45,214 memory -
    res:UINT64.x=ret ~vm_size:UINT32 ~vm_rss:UINT32 ~vm_swap:UINT32 ~addr:UINT64.x
mmap 9,-,222 memory uses_fd
    res:ERRNO.x=ret ~vm_size:UINT32 ~vm_rss:UINT32 ~vm_swap:UINT32 ~addr:UINT64.x length:UINT64=a1
    prot:FLAGS32:mmap_prot=a2 flags:FLAGS32:mmap_flags=a3 fd:FD=a4 offset:UINT64=a5
mmap2 -,192,- memory uses_fd
    res:ERRNO.x=ret ~vm_size:UINT32 ~vm_rss:UINT32 ~vm_swap:UINT32 ~addr:UINT64.x length:UINT64=a1
    prot:FLAGS32:mmap_prot=a2 flags:FLAGS32:mmap_flags=a3 fd:FD=a4 pgoffset:UINT64=a5
munmap 11,91,215 memory -
    res:ERRNO=ret ~vm_size:UINT32 ~vm_rss:UINT32 ~vm_swap:UINT32 ~addr:UINT64.x length:UINT64=a1
mprotect 10,125,226 memory -
    res:ERRNO=ret ~addr:UINT64.x length:UINT64=a1 prot:FLAGS32:mmap_prot=a2
mlock 149,150,228 memory -
    res:ERRNO=ret ~addr:UINT64.x len:UINT64=a1
mlock2 325,376,284 memory -
    res:ERRNO=ret ~addr:UINT64.x len:UINT64=a1 flags:FLAGS32:mlock2_flags=a2
munlock 150,151,229 memory -
    res:ERRNO=ret ~addr:UINT64.x len:UINT64=a1
mlockall 151,152,230 memory -
    res:ERRNO=ret flags:FLAGS32:mlockall_flags=a0
munlockall 152,153,231 memory -
    res:ERRNO=ret
futex 202,240+422,98 ipc -
    res:ERRNO=ret ~addr:UINT64.x op:FLAGS16:futex_op=a1 ~val:UINT64=a2
semget 64,393,190 process -
    res:ERRNO=ret key:INT32.x=a0 nsems:INT32=a1 semflg:FLAGS32:semget_flags=a2
semop 65,-,193 process -
    res:ERRNO=ret nsops:UINT32=a2 sem_num_0:UINT16=u16(a1)?a2:!0 sem_op_0:INT16=i16(a1,2)?a2:!0
    sem_flg_0:FLAGS16:semop_flags=u16(a1,4)?a2:!0 sem_num_1:UINT16=u16(a1,6)?a2:!0,1
    sem_op_1:INT16=i16(a1,8)?a2:!0,1 sem_flg_1:FLAGS16:semop_flags=u16(a1,10)?a2:!0,1 semid:INT32=a0
semctl 66,394,191 process -
    res:ERRNO=ret semid:INT32=a0 semnum:INT32=a1 cmd:FLAGS16:semctl_command=a2 val:INT32=a3?a2:16
io_uring_setup 425,425,425 io_other creates_fd,state,security
    res:ERRNO=ret entries:UINT32=a0 sq_entries:UINT32=u32(a1)?ok cq_entries:UINT32=u32(a1,4)?ok
    flags:FLAGS32:io_uring_setup_flags=u32(a1,8) sq_thread_cpu:UINT32=u32(a1,12)
    sq_thread_idle:UINT32=u32(a1,16) features:FLAGS32:io_uring_features=u32(a1,20)?ok
io_uring_enter 426,426,426 io_other uses_fd
    res:ERRNO=ret fd:FD=a0 to_submit:UINT32=a1 min_complete:UINT32=a2 flags:FLAGS32:io_uring_enter_flags=a3
    ~sig:SIGSET=u32(a4)
io_uring_register 427,427,427 io_other uses_fd,security
    res:ERRNO=ret fd:FD=a0 opcode:ENUMFLAGS16:io_uring_register_op=a1 ~arg:UINT64.x nr_args:UINT32=a3
io_uring_submit -,-,- io_other enter,security
    op:ENUMFLAGS8:io_uring_op=uring.op fd:FD=uring.fd name:CHARBUF=uring.name newname:CHARBUF=uring.newname
    flags:FLAGS32:open_flags=uring.open_flags addr:SOCKADDR=uring.address ~user_data:UINT64.x=uring.user_data
)";

}  // namespace sysreel
