#!/usr/bin/env python3
"""compare_events.py BUILD_DIR SHARED [--keep DIR] : as compare.py, but of every event of the steps, with its values.

One rule that fires on every call of the security profile takes the place of the official ones. The events of each thread must
come in the same order, and the fields and parameters that the rule prints must be equal, but for DIFFERENT, whose reasons are
in docs/falco-differences.md, and for CHANGING. By hand: a host with much other work makes the reference engine lose events.
"""
import collections
import json
import os
import re
import sys

from compare import COMPARED, record_and_watch, run

TYPES = '''open openat openat2 creat close close_range dup dup2 dup3 pipe pipe2 fcntl execve execveat clone clone3 fork vfork procexit
rename renameat renameat2 unlink unlinkat mkdir mkdirat rmdir link linkat symlink symlinkat chmod fchmod fchmodat chown fchown lchown
fchownat mknod mknodat mount umount2 chroot chdir fchdir setuid setgid setresuid setresgid setns unshare capset prctl ptrace setsid
setpgid seccomp bpf init_module finit_module userfaultfd memfd_create kill tgkill prlimit socket socketpair bind connect listen
accept4 shutdown sendto sendmsg recvmsg epoll_create1 eventfd2 signalfd4 inotify_init1 timerfd_create'''.split()
FIELDS = '''evt.type evt.res evt.rawres evt.args evt.is_open_read evt.is_open_write evt.is_open_exec thread.tid proc.pid proc.ppid
proc.vpid proc.sid proc.vpgid proc.name proc.exe proc.exepath proc.args proc.cmdline proc.pname proc.pcmdline proc.pexepath
proc.aname[2] proc.aname[3] proc.sname proc.cwd proc.tty proc.env proc.fdopencount proc.nchilds proc.is_exe_writable
proc.is_exe_upper_layer proc.is_exe_from_memfd proc.is_sid_leader proc.is_vpgid_leader user.uid user.name user.loginuid group.gid
group.name thread.cap_permitted thread.cap_effective thread.cap_inheritable fd.num fd.name fd.nameraw fd.directory fd.filename
fd.type fd.typechar fd.l4proto fd.sockfamily fd.sip fd.cip fd.lip fd.rip fd.sport fd.cport fd.lport fd.rport fd.is_server
fd.connected fs.path.name fs.path.nameraw fs.path.source fs.path.target'''.split()

CHANGING = {'evt.time', 'evt.time.iso8601'}
# (event type or *, field or parameter)
DIFFERENT = {
    ('*', 'cwd'), ('*', 'cgroups'), ('*', 'pidns_init_start_ts'),  # of processes
    ('*', 'exe_ino_ctime'), ('*', 'exe_ino_mtime'), ('vfork', 'flags'), ('execveat', 'evt.type'), ('execveat', 'filename'),
    ('prlimit', 'newcur'), ('prlimit', 'newmax'), ('prctl', 'arg2_int'), ('ptrace', 'addr'), ('ptrace', 'data'),
    ('fchmodat', 'fs.path.name'), ('unlinkat', 'fs.path.name'), ('symlinkat', 'fs.path.source'),
    ('userfaultfd', 'flags'), ('socketpair', 'source'), ('socketpair', 'peer'),
}


def rule_of_everything(folder, session):
    path = folder / 'everything.yaml'
    printed = ' '.join(f'%{field}' for field in [*FIELDS, COMPARED[0]])
    path.write_text(f'- rule: everything\n  desc: every event of the steps\n  output: "{printed}"\n  priority: INFO\n'
                    f'  condition: evt.type in ({", ".join(TYPES)}) and proc.sid = {session}\n')
    return path


def threads(lines):
    """(step, thread) -> the fields of its events in their order."""
    found = collections.defaultdict(list)
    for line in lines:
        alert = json.loads(line) if line.startswith('{') else {}
        if alert.get('rule') == 'everything' and alert['output_fields'][COMPARED[0]]:
            found[alert['output_fields'][COMPARED[0]], alert['output_fields']['thread.tid']].append(alert['output_fields'])
    return found


def parameters(text):
    """What evt.args holds: NAME=VALUE, with blanks in the values."""
    return dict(re.findall(r'(\w+)=(.*?)(?= \w+=|$)', text or '', re.DOTALL))


def values_that_differ(ours, reference):
    """(field or parameter, ours, the reference engine's) of one event."""
    for field, value in reference.items():
        own = ours.get(field, '<absent>')
        if own == value or field in CHANGING:
            continue
        if field != 'evt.args':
            yield field, own, value
            continue
        own, value = parameters(own), parameters(value)
        for name in own.keys() | value.keys():
            if own.get(name) != value.get(name):
                yield name, own.get(name), value.get(name)


def compare_thread(key, ours, reference, differences):
    """How many values were compared; differences: (event type, name) -> examples."""
    if len(ours) != len(reference):
        differences['*', 'events of a thread'].append((key, len(ours), len(reference)))
        return 0
    for own, other in zip(ours, reference):
        kind = own['evt.type']
        for name, value, expected in values_that_differ(own, other):
            if (kind, name) not in DIFFERENT and ('*', name) not in DIFFERENT:
                differences[kind, name].append((key, value, expected))
    return sum(map(len, reference))


def compare_all(build, run_falco, _, folder):
    if os.getsid(0) != os.getpid():
        os.setsid()
    ours, reference = map(threads, record_and_watch(build, run_falco, [rule_of_everything(folder, os.getsid(0))], folder))
    differences, values = collections.defaultdict(list), 0
    for key in sorted(ours.keys() | reference.keys()):
        values += compare_thread(key, ours.get(key, []), reference.get(key, []), differences)
    for (kind, name), examples in sorted(differences.items()):
        (step, _), own, other = examples[0]
        print(f'{len(examples)} × {name} of {kind}, in {step}: {own!r}, reference {other!r}'[:400])
    print(f'{sum(map(len, ours.values()))} events by sysreel, {sum(map(len, reference.values()))} by the reference engine in '
          f'{len(reference)} threads, {values} values; {len(differences)} kinds of difference')
    return 1 if differences or not values else 0


def main():
    child = os.fork()  # a session of our own, by which the reference engine tells the steps from the rest of the host
    if child == 0:
        code = 1
        try:
            code = run(__doc__, compare_all)
        finally:
            sys.stdout.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == '__main__':
    sys.exit(main())
