#!/usr/bin/env python3
"""provoke.py DIRECTORY : makes system calls of every kind that a test may make, in DIRECTORY; for compare_strace.py.

Calls that would change the machine are made so that they fail, which is an event like any other; what changes
credentials, limits, sessions and namespaces happens in children. Some children say in DIRECTORY/proc.PID.json what /proc
says about them behind their exec."""
import ctypes
import inspect
import os
import socket
import struct
import subprocess
import sys
import threading

INTERPRETER = '/usr/bin/python3'
LIBC = ctypes.CDLL(None, use_errno=True)
NR = {  # x86-64
    'read': 0, 'write': 1, 'open': 2, 'close': 3, 'stat': 4, 'fstat': 5, 'lstat': 6, 'poll': 7, 'lseek': 8, 'mmap': 9,
    'mprotect': 10, 'munmap': 11, 'brk': 12, 'ioctl': 16, 'pread64': 17, 'pwrite64': 18, 'readv': 19, 'writev': 20, 'access': 21,
    'pipe': 22, 'select': 23, 'dup': 32, 'dup2': 33, 'nanosleep': 35, 'sendfile': 40, 'socket': 41, 'connect': 42,
    'accept': 43, 'sendto': 44, 'recvfrom': 45, 'sendmsg': 46, 'recvmsg': 47, 'shutdown': 48, 'bind': 49, 'listen': 50,
    'getsockname': 51, 'getpeername': 52, 'socketpair': 53, 'setsockopt': 54, 'getsockopt': 55, 'kill': 62, 'semget': 64,
    'semop': 65, 'semctl': 66, 'fcntl': 72, 'flock': 73, 'getdents': 78, 'getcwd': 79, 'chdir': 80, 'fchdir': 81, 'rename': 82,
    'mkdir': 83, 'rmdir': 84, 'creat': 85, 'link': 86, 'unlink': 87, 'symlink': 88, 'chmod': 90, 'fchmod': 91, 'chown': 92,
    'fchown': 93, 'lchown': 94, 'getrlimit': 97, 'ptrace': 101, 'getuid': 102, 'getgid': 104, 'setuid': 105, 'setgid': 106,
    'geteuid': 107, 'getegid': 108, 'setpgid': 109, 'setsid': 112, 'setreuid': 113, 'setregid': 114, 'setresuid': 117,
    'getresuid': 118, 'setresgid': 119, 'getresgid': 120, 'capset': 126, 'mknod': 133, 'mlock': 149, 'munlock': 150,
    'mlockall': 151, 'munlockall': 152, 'prctl': 157, 'setrlimit': 160, 'chroot': 161, 'mount': 165, 'umount2': 166,
    'init_module': 175, 'delete_module': 176, 'quotactl': 179, 'tkill': 200, 'futex': 202, 'epoll_create': 213,
    'getdents64': 217, 'epoll_wait': 232, 'tgkill': 234, 'keyctl': 250, 'inotify_init': 253, 'openat': 257, 'mkdirat': 258,
    'mknodat': 259, 'fchownat': 260, 'newfstatat': 262, 'unlinkat': 263, 'renameat': 264, 'linkat': 265, 'symlinkat': 266,
    'fchmodat': 268, 'ppoll': 271, 'unshare': 272, 'splice': 275, 'signalfd': 282, 'timerfd_create': 283, 'eventfd': 284,
    'accept4': 288, 'signalfd4': 289, 'eventfd2': 290, 'epoll_create1': 291, 'dup3': 292, 'pipe2': 293, 'inotify_init1': 294,
    'preadv': 295, 'pwritev': 296, 'prlimit64': 302, 'open_by_handle_at': 304, 'sendmmsg': 307, 'setns': 308,
    'process_vm_readv': 310, 'process_vm_writev': 311, 'finit_module': 313, 'renameat2': 316, 'seccomp': 317,
    'memfd_create': 319, 'bpf': 321, 'execveat': 322, 'userfaultfd': 323, 'mlock2': 325, 'copy_file_range': 326,
    'io_uring_setup': 425, 'io_uring_enter': 426, 'io_uring_register': 427, 'fsconfig': 431, 'pidfd_open': 434,
    'close_range': 436, 'openat2': 437, 'pidfd_getfd': 438, 'recvmmsg': 299,
}
AT_FDCWD = -100
KEPT = []  # memory that calls point to


def memory(data):
    buffer = ctypes.create_string_buffer(data, len(data))
    KEPT.append(buffer)
    return ctypes.addressof(buffer)


def call(name, *arguments):
    """Texts are paths, bytes are memory, numbers are numbers."""
    words = []
    for word in arguments:
        if isinstance(word, str):
            word = memory(word.encode() + b'\0')
        elif isinstance(word, bytes):
            word = memory(word)
        words.append(ctypes.c_long(word))
    return LIBC.syscall(ctypes.c_long(NR[name]), *words)


def vector(*parts):
    return b''.join(struct.pack('QQ', memory(part), len(part)) for part in parts)


def header(parts, name=b''):
    iov = vector(*parts)
    return struct.pack('QIxxxxQQQQI', memory(name) if name else 0, len(name), memory(iov), len(parts), 0, 0, 0) + bytes(4)


def in_child(action):
    child = os.fork()
    if child == 0:
        action()
        os._exit(0)
    return os.waitpid(child, 0)


def files(fd):
    call('open', 'a', 0o102, 0o640)
    call('open', 'missing', 0)
    call('openat', AT_FDCWD, 'b', 0o2101, 0o600)
    call('openat2', AT_FDCWD, 'a', struct.pack('QQQ', 0o2000000, 0, 4), 24)
    call('creat', 'c', 0o644)
    call('read', 9999, bytes(10), 10)
    for name in ('stat', 'lstat', 'access', 'newfstatat'):
        arguments = {'access': ('a', 4), 'newfstatat': (AT_FDCWD, 'a', bytes(200), 0x100)}.get(name, ('a', bytes(200)))
        call(name, *arguments)
    call('fstat', fd, bytes(200))
    call('write', fd, b'hello world', 11)
    call('lseek', fd, 1, 0)
    call('pwrite64', fd, b'xyz', 3, 4)
    call('pread64', fd, bytes(5), 5, 2)
    call('writev', fd, vector(b'one', b'two'), 2)
    call('readv', fd, vector(bytes(4), bytes(4)), 2)
    call('pwritev', fd, vector(b'four', b'five'), 2, 7, 0)
    call('preadv', fd, vector(bytes(3), bytes(3)), 2, 1, 0)
    call('flock', fd, 2)
    call('ioctl', fd, 0x5401, bytes(60))
    call('fcntl', fd, 3, 0)
    call('fcntl', fd, 0, 40)
    call('fcntl', fd, 1030, 60)
    call('getcwd', bytes(300), 300)


def names():
    call('link', 'a', 'hard')
    call('linkat', AT_FDCWD, 'a', AT_FDCWD, 'hard2', 0)
    call('symlink', 'a', 'soft')
    call('symlinkat', 'a', AT_FDCWD, 'soft2')
    call('rename', 'hard', 'harder')
    call('renameat', AT_FDCWD, 'harder', AT_FDCWD, 'hard')
    call('renameat2', AT_FDCWD, 'hard', AT_FDCWD, 'hard2', 1)
    call('unlink', 'hard')
    call('unlinkat', AT_FDCWD, 'soft2', 0)
    call('mkdir', 'sub', 0o750)
    call('mkdirat', AT_FDCWD, 'sub/sub', 0o700)
    call('rmdir', 'sub/sub')
    call('mknod', 'fifo', 0o010600, 0)
    call('mknodat', AT_FDCWD, 'fifo2', 0o010640, 0)
    call('chmod', 'a', 0o4755)
    call('fchmodat', AT_FDCWD, 'a', 0o600)
    call('chown', 'a', 1, 2)
    call('lchown', 'soft', 3, 4)
    call('fchownat', AT_FDCWD, 'a', 0, 0, 0x100)
    call('chdir', 'sub')
    call('chdir', '..')
    call('chdir', 'not-there')
    call('mount', 'none', '/does/not/exist', 'tmpfs', 0, 0)
    call('umount2', '/does/not/exist', 2)
    call('quotactl', -0x7ffffe00, '/does/not/exist', 0, 0)


def descriptors(fd):
    call('fchmod', fd, 0o600)
    call('fchown', fd, 0, 0)
    call('dup', fd)
    call('dup2', fd, 70)
    call('dup3', fd, 71, 0o2000000)
    directory = os.open('sub', os.O_RDONLY | os.O_DIRECTORY)
    call('fchdir', directory)
    os.chdir('..')
    for name in ('getdents64', 'getdents'):
        call(name, directory, bytes(400), 400)
    call('open_by_handle_at', AT_FDCWD, struct.pack('Ii', 8, 1) + bytes(8), 0)
    out = os.open('out', os.O_RDWR | os.O_CREAT)
    call('sendfile', out, fd, bytes(8), 6)
    call('copy_file_range', fd, bytes(8), out, bytes(8), 5, 0)
    reader, writer = os.pipe()
    call('splice', fd, bytes(8), writer, 0, 4, 0)
    call('poll', struct.pack('ihh', reader, 1, 0), 1, 0)
    call('ppoll', struct.pack('ihh', reader, 1, 0), 1, struct.pack('qq', 0, 0), 0, 0)
    call('select', 0, 0, 0, 0, struct.pack('qq', 0, 0))
    pair = memory(bytes(8))
    for name, arguments in {'pipe': (pair,), 'pipe2': (pair, 0o2000000), 'eventfd': (3,), 'eventfd2': (4, 0o2000000),
                            'signalfd': (-1, bytes(8), 8), 'signalfd4': (-1, bytes(8), 8, 0o2000000),
                            'timerfd_create': (1, 0o2000000), 'inotify_init': (), 'inotify_init1': (0o2000000,),
                            'epoll_create': (7,), 'epoll_create1': (0o2000000,), 'memfd_create': ('shared', 1),
                            'userfaultfd': (-1,), 'bpf': (9999, bytes(16), 16), 'io_uring_setup': (0, bytes(120)),
                            'io_uring_enter': (fd, 1, 1, 1, 0, 0), 'io_uring_register': (fd, 3, 0, 0),
                            'pidfd_open': (os.getpid(), 0), 'fsconfig': (fd, 1, 'key', 'value', 0)}.items():
        result = call(name, *arguments)
        if name == 'pidfd_open':
            call('pidfd_getfd', result, fd, 0)
        if name == 'epoll_create':
            call('epoll_wait', result, bytes(24), 2, 0)
    call('close_range', 70, 80, 0)
    call('close', 9999)


def processes():
    me = os.getpid()
    call('kill', me, 0)
    call('tkill', me, 0)
    call('tgkill', me, me, 0)
    call('getrlimit', 7, bytes(16))
    call('prlimit64', 0, 4, 0, bytes(16))
    call('prctl', 15, 'provoke')
    call('prctl', 36, 0)
    call('seccomp', 2, 0, memory(bytes(4)))
    call('ptrace', 16, 0, 0, 0)
    call('setns', -1, 0)
    call('init_module', b'junk', 4, 'options')
    call('finit_module', -1, 'options', 0)
    call('delete_module', 'no_module', 0)
    call('keyctl', 0, -3, 0)
    call('nanosleep', struct.pack('qq', 0, 1000), 0)
    call('futex', bytes(4), 1, 1, 0, 0, 0)
    call('semget', 0, 1, 0o600)
    call('semctl', 99999, 0, 0, 0)
    call('semop', 99999, bytes(6), 1)
    place = memory(b'remote!!')
    local = vector(bytes(8))
    remote = struct.pack('QQ', place, 8)
    call('process_vm_readv', me, local, 1, remote, 1, 0)
    call('process_vm_writev', me, vector(b'written!'), 1, remote, 1, 0)
    call('execveat', AT_FDCWD, 'nothing', struct.pack('QQ', memory(b'arg0\0'), 0), bytes(8), 0)
    at = call('mmap', 0, 4096, 3, 0x22, -1, 0)
    page = memory(bytes(8192)) & ~4095
    call('brk', 0)
    for name in ('mlock', 'munlock'):
        call(name, page, 4096)
    call('mlock2', page, 4096, 1)
    call('mprotect', 4096, 4096, 1)
    call('munmap', 1 << 40, 4096)
    call('mlockall', 8)
    call('munlockall')
    for name in ('getuid', 'geteuid', 'getgid', 'getegid'):
        call(name)
    call('getresuid', bytes(4), bytes(4), bytes(4))
    call('getresgid', bytes(4), bytes(4), bytes(4))
    return at


def children():
    def credentials():
        call('setpgid', 0, 0)
        call('setregid', 5, 6)
        call('setresgid', 7, 8, 9)
        call('setgid', 10)
        call('setreuid', 0, 0)
        call('setresuid', 0, 11, 0)
        call('setuid', 12)
        os._exit(4)

    def session():
        call('setsid')
        call('setrlimit', 7, struct.pack('QQ', 500, 600))
        call('unshare', 0x400)
        call('chroot', '/')
        call('capset', struct.pack('Ii', 0x20080522, 0), struct.pack('IIIIII', 1, 1, 0, 0, 0, 0))
        os._exit(5)

    in_child(credentials)
    in_child(session)
    in_child(lambda: os.kill(os.getpid(), 9))
    threads = [threading.Thread(target=lambda: os.stat('a')) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Isolated and from its text, so that another user can run it, too.
    command = [INTERPRETER, '-I', '-c', inspect.getsource(tell) + 'tell()']
    for extra in ({}, {'user': 33, 'group': 34, 'extra_groups': []}, {'start_new_session': True}, {'cwd': '/', 'umask': 0o77}):
        done = subprocess.run([*command, *extra], env={'ONE': '1', 'TWO': 'b c'}, stdout=subprocess.PIPE, check=True, **extra)
        pid, told = done.stdout.decode().split(' ', 1)
        with open(f'proc.{pid}.json', 'w', encoding='utf-8') as out:
            out.write(told)


def stream(family, address):
    server = socket.socket(family)
    server.bind(address)
    server.listen(3)
    client = socket.socket(family)
    client.connect(server.getsockname())
    call('accept', server.fileno(), 0, 0)
    other = socket.socket(family)
    other.connect(server.getsockname())
    peer, _ = server.accept()
    other.sendall(b'hello')
    peer.recv(10)
    call('sendmsg', peer.fileno(), header([b'one', b'two']), 0)
    call('recvmsg', other.fileno(), header([bytes(4), bytes(4)]), 0)
    call('sendmmsg', peer.fileno(), header([b'many']) + bytes(8), 1, 0)
    call('recvmmsg', other.fileno(), header([bytes(9)]) + bytes(8), 1, 0x40, 0)
    call('getsockname', other.fileno(), bytes(128), struct.pack('i', 128))
    call('getpeername', other.fileno(), bytes(128), struct.pack('i', 128))
    other.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    other.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    other.shutdown(socket.SHUT_WR)


def sockets():
    stream(socket.AF_INET, ('127.0.0.1', 0))
    stream(socket.AF_INET6, ('::1', 0))
    stream(socket.AF_UNIX, 'listener')
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    one.bind(('127.0.0.1', 0))
    two = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    two.sendto(b'datagram', one.getsockname())
    one.recvfrom(20)
    call('socketpair', 1, 1, 0, bytes(8))
    refused = socket.socket(socket.AF_INET)
    refused.connect_ex(('127.0.0.1', 1))
    call('socket', 16, 3, 0)


def tell():
    """What /proc says about this process, which has just been executed."""
    import json
    import os
    read = lambda name: open(f'/proc/self/{name}', 'rb').read()
    status = dict(line.split(':\t', 1) for line in read('status').decode().splitlines() if ':\t' in line)
    stat = read('stat').decode().rsplit(')', 1)[1].split()
    told = {'pid': os.getpid(), 'ptid': os.getppid(), 'sid': int(stat[3]), 'pgid': int(stat[2]),
            'cwd': os.readlink('/proc/self/cwd'), 'trusted_exepath': os.readlink('/proc/self/exe'),
            'exe_ino': os.stat('/proc/self/exe').st_ino, 'loginuid': int(read('loginuid')),
            'arguments': read('cmdline').decode().split('\0')[:-1], 'env': read('environ').decode().split('\0')[:-1],
            'fdlimit': int(read('limits').decode().split('Max open files')[1].split()[0]),
            'comm': read('comm').decode().strip()}
    told |= dict(zip(('ruid', 'uid', 'suid'), map(int, status['Uid'].split())))
    told |= dict(zip(('rgid', 'gid', 'sgid'), map(int, status['Gid'].split())))
    for field, name in (('cap_inheritable', 'CapInh'), ('cap_permitted', 'CapPrm'), ('cap_effective', 'CapEff'),
                        ('cap_bounding', 'CapBnd'), ('cap_ambient', 'CapAmb')):
        told[field] = int(status[name], 16)
    for space in ('mnt', 'pid', 'net', 'user', 'uts', 'ipc', 'cgroup'):
        told[f'ns_{space}'] = int(os.readlink(f'/proc/self/ns/{space}').split('[')[1][:-1])
    print(os.getpid(), json.dumps(told))


def main():
    os.chdir(sys.argv[1])
    fd = os.open('data', os.O_RDWR | os.O_CREAT)
    files(fd)
    names()
    descriptors(fd)
    processes()
    children()
    sockets()


if __name__ == '__main__':
    main()
