"""Which argument of a system call is which parameter of its event, and when they are equal.

A row of TABLE is a kind with parameter=place:type. place: number of strace's argument, or its name; .NAME goes into a
structure, .N into an array. type: i number (equal in 32 or 64 bits), h number without its low byte, f flags without
the signal at exit, n a time in nanoseconds, s string, b bytes (as many as were recorded),
v all bytes of an iovec, l list of strings, t the same without the first, 0 its first, a address. A parameter is only
compared where strace shows the argument and the event carries the value. Left out: timerfd_create's flags, for which
Falco's parameter has one byte."""
import codecs
import ipaddress

from strace_calls import Cut, Opaque

TABLE = '''
open name=0:s flags=1:i mode=2:i|openat dirfd=0:i name=1:s flags=2:i mode=3:i
openat2 dirfd=0:i name=1:s flags=2.flags:i resolve=2.resolve:i mode=2.mode:i|creat name=0:s mode=1:i
open_by_handle_at mountfd=0:i flags=2:i|close fd=0:i|close_range first=0:i last=1:i flags=2:i
read fd=0:i size=2:i data=1:b|write fd=0:i size=2:i data=1:b|pread fd=0:i size=2:i pos=3:i data=1:b
pwrite fd=0:i size=2:i pos=3:i data=1:b|readv fd=0:i data=1:v|writev fd=0:i data=1:v|preadv fd=0:i pos=3:i data=1:v
pwritev fd=0:i pos=3:i data=1:v|lseek fd=0:i offset=1:i whence=2:i|dup oldfd=0:i|dup2 oldfd=0:i newfd=1:i
dup3 oldfd=0:i newfd=1:i flags=2:i|fcntl fd=0:i cmd=1:i arg=2:i|ioctl fd=0:i request=1:i argument=2:i
flock fd=0:i operation=1:i|fstat fd=0:i|stat path=0:s|lstat path=0:s|newfstatat dirfd=0:i path=1:s flags=3:i
access name=0:s mode=1:i|getdents fd=0:i|getdents64 fd=0:i|getcwd path=0:s|chdir path=0:s|fchdir fd=0:i|chroot path=0:s
rename oldpath=0:s newpath=1:s|renameat olddirfd=0:i oldpath=1:s newdirfd=2:i newpath=3:s
renameat2 olddirfd=0:i oldpath=1:s newdirfd=2:i newpath=3:s flags=4:i|mkdir path=0:s mode=1:i
mkdirat dirfd=0:i path=1:s mode=2:i|rmdir path=0:s|link oldpath=0:s newpath=1:s
linkat olddir=0:i oldpath=1:s newdir=2:i newpath=3:s flags=4:i|symlink target=0:s linkpath=1:s
symlinkat target=0:s linkdirfd=1:i linkpath=2:s|unlink path=0:s|unlinkat dirfd=0:i name=1:s flags=2:i
mknod path=0:s mode=1:i|mknodat dirfd=0:i path=1:s mode=2:i|chmod filename=0:s mode=1:i|fchmod fd=0:i mode=1:i
fchmodat dirfd=0:i filename=1:s mode=2:i|chown path=0:s uid=1:i gid=2:i|lchown path=0:s uid=1:i gid=2:i
fchown fd=0:i uid=1:i gid=2:i|fchownat dirfd=0:i pathname=1:s uid=2:i gid=3:i flags=4:i
mount dev=0:s dir=1:s type=2:s flags=3:i|umount2 name=0:s flags=1:i|quotactl cmd=0:h special=1:s
fsconfig fd=0:i cmd=1:i key=2:s value_charbuf=3:s aux=4:i|sendfile out_fd=0:i in_fd=1:i size=3:i
copy_file_range fdin=0:i fdout=2:i len=4:i|splice fd_in=0:i fd_out=2:i size=4:i flags=5:i
pipe fd1=0.0:i fd2=0.1:i|pipe2 fd1=0.0:i fd2=0.1:i flags=1:i|eventfd initval=0:i|eventfd2 initval=0:i flags=1:i
signalfd fd=0:i|signalfd4 fd=0:i flags=3:i|timerfd_create clockid=0:i|inotify_init1 flags=0:i
epoll_create size=0:i|epoll_create1 flags=0:i|epoll_wait maxevents=2:i|memfd_create name=0:s flags=1:i
userfaultfd flags=0:i|bpf cmd=0:i|io_uring_setup entries=0:i|io_uring_enter fd=0:i to_submit=1:i min_complete=2:i flags=3:i
io_uring_register fd=0:i opcode=1:i arg=2:i nr_args=3:i|pidfd_open pid=0:i flags=1:i
pidfd_getfd pid_fd=0:i target_fd=1:i flags=2:i|poll timeout=2:i|ppoll timeout=2:n|nanosleep interval=0:n
futex addr=0:i op=1:i val=2:i|semget key=0:i nsems=1:i semflg=2:i|semctl semid=0:i semnum=1:i cmd=2:i
semop semid=0:i nsops=2:i sem_num_0=1.0.sem_num:i sem_op_0=1.0.sem_op:i sem_flg_0=1.0.sem_flg:i
mmap addr=0:i length=1:i prot=2:i flags=3:i fd=4:i offset=5:i|mprotect addr=0:i length=1:i prot=2:i
munmap addr=0:i length=1:i|brk addr=0:i|mlock addr=0:i len=1:i|mlock2 addr=0:i len=1:i flags=2:i|munlock addr=0:i len=1:i
mlockall flags=0:i|kill pid=0:i sig=1:i|tkill tid=0:i sig=1:i|tgkill pid=0:i tid=1:i sig=2:i
getrlimit resource=0:i cur=1.rlim_cur:i max=1.rlim_max:i|setrlimit resource=0:i cur=1.rlim_cur:i max=1.rlim_max:i
prlimit pid=0:i resource=1:i newcur=2.rlim_cur:i newmax=2.rlim_max:i oldcur=3.rlim_cur:i oldmax=3.rlim_max:i
prctl option=0:i|seccomp op=0:i flags=1:i|ptrace request=0:i pid=1:i|setns fd=0:i nstype=1:i|unshare flags=0:i
init_module length=1:i uargs=2:s|finit_module fd=0:i uargs=1:s flags=2:i|delete_module name=0:s flags=1:i
keyctl operation=0:i|setpgid pid=0:i pgid=1:i|setuid uid=0:i|setgid gid=0:i|setreuid ruid=0:i euid=1:i
setregid rgid=0:i egid=1:i|setresuid ruid=0:i euid=1:i suid=2:i|setresgid rgid=0:i egid=1:i sgid=2:i
getresuid ruid=0.0:i euid=1.0:i suid=2.0:i|getresgid rgid=0.0:i egid=1.0:i sgid=2.0:i
capset cap_effective=1.effective:i cap_permitted=1.permitted:i cap_inheritable=1.inheritable:i
process_vm_readv pid=0:i data=1:v|process_vm_writev pid=0:i data=1:v
clone flags=flags:f|clone3 flags=0.flags:f|execve filename=0:s exe=1:0 args=1:t env=2:l
execveat dirfd=0:i filename=1:s exe=2:0 args=2:t at_flags=4:i
socket domain=0:i type=1:i proto=2:i|socketpair domain=0:i type=1:i proto=2:i fd1=3.0:i fd2=3.1:i
bind fd=0:i addr=1:a|connect fd=0:i addr=1:a|listen fd=0:i backlog=1:i|accept listen_fd=0:i|accept4 listen_fd=0:i flags=3:i
sendto fd=0:i size=2:i data=1:b|recvfrom fd=0:i size=2:i data=1:b|sendmsg fd=0:i data=1.msg_iov:v
recvmsg fd=0:i data=1.msg_iov:v|sendmmsg fd=0:i messages=2:i data=1.0.msg_hdr.msg_iov:v
recvmmsg fd=0:i messages=2:i data=1.0.msg_hdr.msg_iov:v|shutdown fd=0:i how=1:i|getsockname fd=0:i|getpeername fd=0:i
setsockopt fd=0:i level=1:i optname=2:i optlen=4:i|getsockopt fd=0:i level=1:i optname=2:i optlen=4.0:i
'''
ROWS = {row.split()[0]: [(name, *place.rsplit(':', 1)) for name, place in (word.split('=', 1) for word in row.split()[1:])]
        for row in TABLE.replace('\n', '|').split('|') if row.strip()}

# A byte that is no UTF-8 is U+FFFD each, as in sysreel's JSON.
codecs.register_error('bytewise', lambda error: ('\ufffd' * (error.end - error.start), error.end))


def text_of(data):
    return data.decode('utf-8', 'bytewise')


def argument(call, place):
    """The value at a place, or an Opaque when strace does not show one."""
    steps = place.split('.')
    value = call.arguments.get(int(steps[0]) if steps[0].isdigit() else steps[0], Opaque())
    for step in steps[1:]:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return Opaque()
    return value


def same_number(mine, theirs):
    return (mine - theirs) % 2**64 == 0 or (-2**31 <= mine < 2**32 and (mine - theirs) % 2**32 == 0)


def address_of(struct):
    if 'sin_port' in struct:
        return f'{ipaddress.ip_address(struct["sin_addr"])}:{int.from_bytes(struct["sin_port"], "big")}'
    if 'sin6_port' in struct:
        return f'[{ipaddress.ip_address(struct["sin6_addr"])}]:{int.from_bytes(struct["sin6_port"], "big")}'
    path = struct.get('sun_path')
    return text_of(path) if isinstance(path, bytes) and not isinstance(path, Cut) else None


def seen_bytes(value, kind):
    if kind == 'v':
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            return None
        parts = [part.get('iov_base') for part in value]
        return b''.join(parts) if all(isinstance(part, bytes) and not isinstance(part, Cut) for part in parts) else None
    return value if isinstance(value, bytes) else None


def expected(value, kind, mine):
    """What the parameter must be, in the form of the event's JSON; None when strace does not tell."""
    if kind == 'h':
        return value >> 8 if isinstance(value, int) else None
    if kind in 'if':
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        value = value & ~0xff if kind == 'f' and isinstance(value, int) else value  # without the signal at exit
        return value if isinstance(value, int) else None
    if kind == 'n':
        return value['tv_sec'] * 10**9 + value['tv_nsec'] if isinstance(value, dict) and 'tv_nsec' in value else None
    if kind == 's':
        return text_of(value) if isinstance(value, bytes) and not isinstance(value, Cut) else None
    if kind in 'bv':
        data = seen_bytes(value, kind)
        return None if data is None or not isinstance(mine, str) else text_of(data)[:len(mine)]
    if kind == 'a':
        return address_of(value) if isinstance(value, dict) else None
    if not isinstance(value, list) or any(not isinstance(part, bytes) or isinstance(part, Cut) for part in value):
        return None
    texts = [text_of(part) for part in value]
    return (texts[0] if texts else None) if kind == '0' else texts[1:] if kind == 't' else texts


def compare_arguments(event, call):
    """How many values were compared, and (parameter, ours, theirs) of those that differ."""
    count, wrong = 0, []
    for name, place, kind in ROWS.get(event['type'], ()):
        mine = event['args'].get(name)
        theirs = None if mine is None else expected(argument(call, place), kind, mine)
        if theirs is None:
            continue
        count += 1
        if kind == 'f':
            mine &= ~0xff
        equal = same_number(mine, theirs) if isinstance(theirs, int) else mine == theirs
        if not equal:
            wrong.append((name, mine, theirs))
    return count, wrong
