// Sockets. The grammar is in catalogue.h, what stands after "=" in capture_from.h.
#include "format/catalogue/row_texts.h"

namespace sysreel {

const std::string_view kRowsNet = R"(
socket 41,359,198 net creates_fd,state,security
    fd:FD=ret domain:ENUMFLAGS32:socket_family=a0 type:UINT32=a1 proto:UINT32=a2
    flags:FLAGS32:fd_flags=a1 +ino:UINT64=file(ret).ino
socketpair 53,360,199 ipc creates_fd,state,security
    res:ERRNO=ret fd1:FD=i32(a3)?ok fd2:FD=i32(a3,4)?ok ~source:UINT64.x ~peer:UINT64.x
    domain:ENUMFLAGS32:socket_family=a0 type:UINT32=a1 proto:UINT32=a2
bind 49,361,200 net uses_fd,state,security
    res:ERRNO=ret addr:SOCKADDR=sockaddr(a1,a2) fd:FD=a0
connect 42,362,203 net uses_fd,state,security
    res:ERRNO=ret tuple:SOCKTUPLE=tuple(a0,a1,a2).out fd:FD=a0 addr:SOCKADDR=sockaddr(a1,a2)
listen 50,363,201 net uses_fd,security
    res:ERRNO=ret fd:FD=a0 backlog:INT32=a1 +local:SOCKTUPLE=tuple(a0).out
accept 43,-,202 net creates_fd,state,security
    fd:FD=ret tuple:SOCKTUPLE=tuple(ret).in queuepct:UINT8=sock(a0).queuepct
    queuelen:UINT32=sock(a0).queuelen queuemax:UINT32=sock(a0).queuemax +listen_fd:FD=a0
accept4 288,364,242 net creates_fd,state,security
    fd:FD=ret tuple:SOCKTUPLE=tuple(ret).in queuepct:UINT8=sock(a0).queuepct
    queuelen:UINT32=sock(a0).queuelen queuemax:UINT32=sock(a0).queuemax flags:INT32.x:fd_flags=a3
    +listen_fd:FD=a0
shutdown 48,373,210 net uses_fd,state,security
    res:ERRNO=ret fd:FD=a0 how:ENUMFLAGS8.x:shutdown_how=a1
getsockname 51,367,204 net -
    +res:ERRNO=ret +fd:FD=a0
getpeername 52,368,205 net -
    +res:ERRNO=ret +fd:FD=a0
setsockopt 54,366,208 net uses_fd,security
    res:ERRNO=ret fd:FD=a0 level:ENUMFLAGS8:sockopt_level=a1 optname:ENUMFLAGS8:sockopt_option=a2
    val:DYN=sockopt(a3,a4) optlen:UINT32=a4
getsockopt 55,365,209 net uses_fd,state,security
    res:ERRNO=ret fd:FD=a0 level:ENUMFLAGS8:sockopt_level=a1 optname:ENUMFLAGS8:sockopt_option=a2
    val:DYN=sockopt(a3,*a4)?ok optlen:UINT32=u32(a4)?ok
send -,-,- io_write uses_fd,writes,security,syscall
    res:ERRNO=ret ~data:BYTEBUF=buf(a1,a2) fd:FD=a0 size:UINT32=a2 tuple:SOCKTUPLE=tuple(a0).out
sendto 44,369,206 io_write uses_fd,writes,state,security
    res:ERRNO=ret ~data:BYTEBUF=buf(a1,a2) fd:FD=a0 size:UINT32=a2 tuple:SOCKTUPLE=tuple(a0,a4,a5).out
sendmsg 46,370,211 io_write uses_fd,writes,state,security
    res:ERRNO=ret ~data:BYTEBUF=msg(a1) fd:FD=a0 size:UINT32=msgsize(a1) tuple:SOCKTUPLE=msgtuple(a0,a1).out
sendmmsg 307,345,269 io_write uses_fd,writes,state,security
    res:ERRNO=ret fd:FD=a0 size:UINT32=msgsize(a1) ~data:BYTEBUF=msg(a1,1) tuple:SOCKTUPLE=msgtuple(a0,a1).out
    +messages:UINT32=a2
recv -,-,- io_read uses_fd,reads,security,syscall
    res:ERRNO=ret ~data:BYTEBUF=buf(a1,ret) fd:FD=a0 size:UINT32=a2 tuple:SOCKTUPLE=tuple(a0).in
recvfrom 45,371,207 io_read uses_fd,reads,state,security
    res:ERRNO=ret ~data:BYTEBUF=buf(a1,ret) tuple:SOCKTUPLE=tuple(a0,a4,*a5).in fd:FD=a0 size:UINT32=a2
recvmsg 47,372,212 io_read uses_fd,reads,state,security
    res:ERRNO=ret size:UINT32=ret?ok ~data:BYTEBUF=msg(a1) tuple:SOCKTUPLE=msgtuple(a0,a1).in
    ~msgcontrol:BYTEBUF=msgcontrol(a1) fd:FD=a0
recvmmsg 299,337+417,243 io_read uses_fd,reads,state,security
    res:ERRNO=ret fd:FD=a0 size:UINT32=msgsize(a1) ~data:BYTEBUF=msg(a1,1) tuple:SOCKTUPLE=msgtuple(a0,a1).in
    ~msgcontrol:BYTEBUF=msgcontrol(a1) +messages:UINT32=a2
)";

}  // namespace sysreel
