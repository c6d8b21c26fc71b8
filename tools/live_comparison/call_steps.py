#!/usr/bin/env python3
"""call_steps.py NAME : one of the steps that need certain system calls. Each runs in an empty folder of its own.

What writes outside it does so in namespaces of its own (private.py); what could change the kernel is called so that it fails.
"""
import ctypes
import mmap
import os
import pathlib
import signal
import socket
import sys
import threading
import time

from private import LIBC, empty_folders, own_network

ATTACKS, NEAR_MISSES = {}, {}
NOBODY = 65534
PTRACE_TRACEME, PTRACE_ATTACH, PTRACE_SEIZE, PTRACE_DETACH = 0, 16, 0x4206, 17
SYS_PTRACE, SYS_BPF, SYS_USERFAULTFD, SYS_OPENAT2 = 101, 321, 323, 437
SYS_INIT_MODULE, SYS_FINIT_MODULE, SYS_FCHMODAT2, SYS_EXECVEAT = 175, 313, 452, 322


def attack(function):
    ATTACKS[function.__name__.replace('_', '-')] = function


def near_miss(function):
    NEAR_MISSES[function.__name__.replace('_', '-')] = function


def read(path, **flags):
    with open(path, 'rb', **flags) as file:
        file.read(1)


def write(path):
    pathlib.Path(path).write_text('written\n')


def with_sleeper(act):
    """Calls act(pid) with a child that sleeps."""
    child = os.fork()
    if child == 0:
        time.sleep(30)
        os._exit(0)
    act(child)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def run(*command, path=None):
    child = os.fork()
    if child == 0:
        try:
            os.execv(path or command[0], list(command))
        finally:
            os._exit(127)
    os.waitpid(child, 0)


# ---- reading -----------------------------------------------------------------------------------------------------------


@attack
def read_shadow_below_a_descriptor():
    folder = os.open('/etc', os.O_PATH)
    os.close(os.open('shadow', os.O_RDONLY, dir_fd=folder))


@attack
def read_shadow_from_its_folder():
    os.chdir('/etc')
    read('shadow')


@attack
def read_shadow_after_fchdir():
    os.fchdir(os.open('/etc', os.O_RDONLY))
    read('./shadow')


@attack
def read_shadow_in_a_child():
    if os.fork() == 0:
        read('/etc/shadow')
        os._exit(0)
    os.wait()


@attack
def read_shadow_in_a_thread():
    thread = threading.Thread(target=read, args=('/etc/shadow',))
    thread.start()
    thread.join()


@attack
def read_shadow_under_another_name():
    LIBC.prctl(15, b'innocent', 0, 0, 0)
    read('/etc/shadow')


@attack
def openat2_of_pam():
    how = (ctypes.c_uint64 * 3)(os.O_RDONLY, 0, 0)
    os.close(LIBC.syscall(SYS_OPENAT2, -100, b'/etc/pam.d/common-auth', how, ctypes.sizeof(how)))


@attack
def traverse_directories():
    read('/etc/../etc/../etc/hosts')


@attack
def traverse_to_what_is_not_there():
    try:
        read('../../../../../etc/not-there')
    except FileNotFoundError:
        pass


@near_miss
def traverse_one_directory():
    read('/usr/../etc/hosts')


@near_miss
def read_with_a_trusted_name():
    LIBC.prctl(15, b'sshd', 0, 0, 0)
    read('/etc/hosts')


# ---- processes ---------------------------------------------------------------------------------------------------------


@attack
def ptrace_attach():
    def act(child):
        LIBC.ptrace(PTRACE_ATTACH, child, None, None)
        os.waitpid(child, 0)
        LIBC.ptrace(PTRACE_DETACH, child, None, None)
    with_sleeper(act)


@attack
def ptrace_seize():
    with_sleeper(lambda child: LIBC.ptrace(PTRACE_SEIZE, child, None, None))


@attack
def ptrace_of_what_is_not_there():
    LIBC.ptrace(PTRACE_ATTACH, 0x3fffff, None, None)


@attack
def trace_me():
    if os.fork() == 0:
        LIBC.ptrace(PTRACE_TRACEME, 0, None, None)
        os._exit(0)
    os.wait()


@near_miss
def ptrace_peek():
    LIBC.ptrace(2, 0x3fffff, None, None)


def in_memory():
    memory = os.memfd_create('payload', 0)
    os.write(memory, pathlib.Path('/bin/true').read_bytes())
    return memory


@attack
def run_from_memory():
    run('payload', 'argument', path=f'/proc/self/fd/{in_memory()}')


@attack
def execveat_from_memory():
    memory = in_memory()
    if os.fork() == 0:
        arguments = (ctypes.c_char_p * 2)(b'payload', None)
        environment = (ctypes.c_char_p * 2)(('SYSREEL_STEP=' + os.environ['SYSREEL_STEP']).encode(), None)
        LIBC.syscall(SYS_EXECVEAT, memory, b'', arguments, environment, 0x1000)  # AT_EMPTY_PATH
        os._exit(127)
    os.wait()


@near_miss
def memory_that_is_not_run():
    in_memory()


@attack
def recon_on_a_terminal():
    import pty
    child, terminal = pty.fork()
    if child == 0:
        os.execv('/usr/bin/id', ['id'])
    try:
        while os.read(terminal, 1000):
            pass
    except OSError:
        pass
    os.waitpid(child, 0)


@near_miss
def descriptor_to_itself():
    left, right = socket.socketpair()
    saved = os.dup(1)
    os.dup2(left.fileno(), 1)
    os.dup2(saved, 1)
    right.close()


# ---- files -------------------------------------------------------------------------------------------------------------


@attack
def truncate_a_log():
    write('syslog')


@attack
def write_a_shell_configuration():
    write('.bash_profile')


@attack
def truncate_a_history():
    write('.bash_history')


@attack
def unlink_a_history_below_a_descriptor():
    write('x.zsh_history')
    os.unlink('x.zsh_history', dir_fd=os.open('.', os.O_RDONLY))


@attack
def setuid_by_descriptor():
    write('own')
    os.fchmod(os.open('own', os.O_RDONLY), 0o4755)


@attack
def setuid_below_a_descriptor():
    write('own')
    os.chmod('own', 0o6755, dir_fd=os.open('.', os.O_RDONLY))


@attack
def setuid_of_what_is_not_there():
    try:
        os.chmod('not-there', 0o4755)
    except FileNotFoundError:
        pass


@attack
def hardlink_below_a_descriptor():
    try:
        os.link('/etc/shadow', '/dev/shm/sysreel-steps-link2', src_dir_fd=os.open('/', os.O_RDONLY))
    except OSError:
        pass


@attack
def symlink_below_a_descriptor():
    os.symlink('/etc/pam.conf', 'there', dir_fd=os.open('.', os.O_RDONLY))


@attack
def write_keys_and_roots_files():
    empty_folders('/root', '/home')
    os.makedirs('/home/user/.ssh')
    os.makedirs('/root/.ssh')
    write('/home/user/.ssh/authorized_keys')
    write('/root/.ssh/authorized_keys')
    read('/root/.ssh/authorized_keys')
    os.listdir('/root/.ssh')
    write('/root/dropped')


@attack
def write_below_etc():
    empty_folders('/etc/cron.d', '/etc/apt')
    write('/etc/cron.d/job')
    os.mkdir('/etc/apt/sources.list.d')
    write('/etc/apt/sources.list.d/more.list')
    os.rename('/etc/cron.d/job', '/etc/cron.d/other')


@attack
def change_binary_folders():
    empty_folders('/usr/sbin')
    write('/usr/sbin/dropped')
    write('/sbin/dropped2')
    os.mkdir('/usr/sbin/folder')
    os.rename('/usr/sbin/dropped', '/usr/sbin/renamed')
    os.unlink('/usr/sbin/renamed')
    os.rmdir('/usr/sbin/folder')


@attack
def write_below_boot_and_dev():
    empty_folders('/boot', '/dev')
    write('/boot/vmlinuz')
    write('/dev/hidden')


@near_miss
def write_below_own_etc():
    os.makedirs('etc/cron.d')
    write('etc/cron.d/job')


# ---- privileges and the kernel -----------------------------------------------------------------------------------------


@attack
def setuid_of_nobody():
    os.setresuid(NOBODY, NOBODY, NOBODY)
    try:
        os.setuid(0)
    except PermissionError:
        pass


@attack
def load_a_bpf_program_that_is_none():
    LIBC.syscall(SYS_BPF, 5, None, 0)


@near_miss
def bpf_map_that_is_none():
    LIBC.syscall(SYS_BPF, 0, None, 0)


@attack
def page_faults_of_nobody():
    os.setresuid(NOBODY, NOBODY, NOBODY)
    LIBC.syscall(SYS_USERFAULTFD, 1)  # user faults only


@near_miss
def page_faults_of_root():
    LIBC.syscall(SYS_USERFAULTFD, 1)


@near_miss
def modules_that_are_none():
    LIBC.syscall(SYS_INIT_MODULE, None, 0, b'')
    LIBC.syscall(SYS_FINIT_MODULE, -1, b'', 0)


@attack
def setns_into_itself():
    LIBC.setns(os.open('/proc/self/ns/uts', os.O_RDONLY), 0)


@near_miss
def map_executable_memory():
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC).close()


# ---- networks ----------------------------------------------------------------------------------------------------------


def connected(family, host, port=0, program=None):
    """A connection to a listener of our own; program(port) instead of a client of our own."""
    with socket.create_server((host, port), family=family) as server:
        if program:
            program(server.getsockname()[1])
        else:
            socket.create_connection(server.getsockname()[:2]).close()
            server.accept()[0].close()


@attack
def shell_connects():
    own_network()
    connected(socket.AF_INET6, '::1', program=lambda port: run('/bin/bash', '-c', f'exec 3<> /dev/tcp/::1/{port}'))


@attack
def udp_to_a_strange_port():
    own_network('198.51.100.7')
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.connect(('198.51.100.7', 4321))
        client.send(b'x')


@near_miss
def udp_to_a_name_server():
    own_network('198.51.100.7')
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.connect(('198.51.100.7', 53))


@near_miss
def local_connection():
    own_network()
    connected(socket.AF_INET, '127.0.0.1')


# ---- as a program of another name (NAMED) -------------------------------------------------------------------------------


@attack
def ssh_to_a_strange_port():
    own_network('198.51.100.7')
    connected(socket.AF_INET, '198.51.100.7', 443)


@near_miss
def ssh_to_its_own_port():
    own_network('198.51.100.7')
    connected(socket.AF_INET, '198.51.100.7', 22)


@attack
def server_reads_late():
    time.sleep(6)
    read('/etc/shadow')


@attack
def sshd_reads_bad_library():
    write('liblzma.so.5.6.1')
    read('liblzma.so.5.6.1')


NAMED = {'ssh-to-a-strange-port': 'ssh', 'ssh-to-its-own-port': 'ssh', 'server-reads-late': 'httpd', 'sshd-reads-bad-library': 'sshd'}
SLOW = {'server-reads-late'}

if __name__ == '__main__':
    (ATTACKS | NEAR_MISSES)[sys.argv[1]]()
