#!/usr/bin/env python3
"""compare_export.py BUILD_DIR SHARED [CAPTURE…] : a capture exported to .scap tells Falco and sysdig what it tells us.

Exports each capture (default: those of testdata/cases, the golden one and, where recording is possible, fresh recordings
of workloads of our own) and compares
  the reference engine's alerts of the official rules and the probe rules over the .scap with sysreel's on the original:
  rule, time and output fields, but for those of its stand-in plugins and what a .scap cannot carry (below); of captures
  with containers, which the stand-ins do not know, those of the probe rules;
  sysdig's list of events with sysreel's, kind by kind, as far as sysdig knows the kind;
  the export with an export of its import: the same, but for what alike() says.
Prints which fields differ how often. Skipped (77) without SHARED; sysdig's part is left out without sysdig."""
import collections
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

TOOLS = pathlib.Path(__file__).resolve().parent
PROVOKE = TOOLS.parent / 'recorder' / 'testing' / 'provoke.py'  # calls of every kind
OFFICIAL = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml']
# Of the stand-ins; their values mean nothing.
PLUGIN_FIELDS = ('container.', 'k8s.', 'ka.', 'json.', 'jevt.', 'proc.is_container_')
# Not in a .scap (docs/export.md): numbers of events, since enters count; times of listed processes; close-on-exec of
# listed descriptors, which decides how many are open after an exec.
NOT_CARRIED = {'evt.num', 'proc.duration', 'proc.ppid.duration', 'proc.pid.ts', 'proc.ppid.ts', 'proc.fdopencount'}
LOCAL_ENDS = {'fd.lip', 'fd.rip', 'fd.lport', 'fd.rport', 'fd.lproto', 'fd.rproto', 'fd.lnet', 'fd.rnet', 'fd.is_server'}
LEAST_EQUAL = 0.999  # of the cells that are left; what differs is printed
MACHINE, INTERFACES, EVENT = 0x201, 0x219, 0x216  # block types
# Kinds that sysdig 0.29.3 has no event for, or only under another name.
NOT_IN_SYSDIG = {'close_range', 'dup2', 'dup3', 'epoll_create', 'epoll_create1', 'eventfd2', 'fchownat', 'chown', 'fchown',
                 'lchown', 'capset', 'memfd_create', 'newfstatat', 'pipe2', 'prctl', 'signalfd4', 'inotify_init1', 'umount2',
                 'open_by_handle_at', 'io_uring_setup', 'io_uring_enter', 'io_uring_register', 'mlock', 'mlock2', 'munlock',
                 'mlockall', 'munlockall', 'fsconfig', 'bpf', 'pidfd_open', 'pidfd_getfd', 'init_module', 'finit_module',
                 'mknod', 'mknodat', 'process_vm_readv', 'process_vm_writev', 'delete_module', 'setreuid', 'setregid',
                 'useradded', 'userdeleted', 'groupadded', 'groupdeleted', 'asyncevent', 'keyctl'}
SYSDIG_NAMES = {'accept4': 'accept'}
WORKLOAD = r'''
cd "$1" && mkdir -p a/b && echo one > a/file && cp a/file a/b/copy && mv a/b/copy a/b/moved && ln a/file a/hard
ln -s file a/soft; cat a/soft a/hard > /dev/null; chmod 600 a/file; chown 0:0 a/file; find a -type f -exec wc -c {} + > /dev/null
tar cf t.tar a && tar tf t.tar > /dev/null; cat does-not-exist 2> /dev/null; cat /etc/shadow > /dev/null; rm -rf a t.tar
(echo sub | tr a-z A-Z | sort > sorted); nc -z 127.0.0.1 1; sh -c 'exit 3'; kill -0 $$
python3 - <<'PYTHON'
import os, socket, subprocess, threading
server = socket.socket(); server.bind(('127.0.0.1', 0)); server.listen(2)
def serve():
    peer, _ = server.accept(); peer.sendall(peer.recv(100) * 2); peer.close()
thread = threading.Thread(target=serve); thread.start()
client = socket.create_connection(server.getsockname()); client.sendall(b'hello'); client.recv(100); client.close()
thread.join()
local = socket.socket(socket.AF_UNIX); local.bind('local'); local.listen(1)
near = socket.socket(socket.AF_UNIX); near.connect('local'); far, _ = local.accept(); near.send(b'x'); far.recv(1)
one, two = socket.socketpair(); one.send(b'q'); two.recv(1)
reader, writer = os.pipe(); child = os.fork()
if child == 0:
    os.write(writer, b'z'); os._exit(3)
os.waitpid(child, 0); os.read(reader, 1); os.dup2(reader, 50); os.memfd_create('m')
subprocess.run(['sh', '-c', 'id > /dev/null']); os.setuid(1000); os.getuid()
PYTHON
'''


def rule_sets(shared):
    rules = shared / 'data' / 'falco-rules' / 'falcosecurity+rules' / 'rules'
    return {'official': [rules / name for name in OFFICIAL], 'probe': [shared / 'oracle' / 'probe_rules.yaml']}


def output_of(command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, errors='replace', check=False,
                          env={'TZ': 'UTC', 'PATH': os.environ['PATH']})
    if done.returncode:
        raise SystemExit(f'{command[0]}: exit {done.returncode}: {done.stderr.strip()[-300:]}')
    return done.stdout


def alerts(command):
    return [json.loads(line) for line in output_of(command).splitlines()]


def carried(name, ours, theirs, interfaces):
    """Whether the field of this alert must be equal."""
    if name.startswith(PLUGIN_FIELDS) or name in NOT_CARRIED:
        return False
    # Which end is local: without interfaces (captures of before they were recorded) sysreel guesses by role, Falco not.
    if name in LOCAL_ENDS and not interfaces:
        return False
    # Numbers that were not there are zeros in a .scap.
    if name == 'evt.args' and '<NA>' in str(ours):
        return False
    # Falco does not resolve paths relative to AT_FDCWD there.
    return not (name.startswith('fs.path.') and str(theirs).startswith('<UNKNOWN>'))


def differences(ours, theirs, interfaces, tally):
    """Counts cells; adds (field, our value, their value) of those that differ."""
    cells = 0
    if len(ours) != len(theirs):
        tally.append(('number of alerts', len(ours), len(theirs)))
    for mine, other in zip(ours, theirs):
        cells += 2
        if mine['rule'] != other['rule'] or mine['time'].rstrip('Z') != other['time'].rstrip('Z'):
            tally.append(('alert', (mine['time'], mine['rule']), (other['time'], other['rule'])))
            return cells
        for name, value in mine['output_fields'].items():
            their_value = other['output_fields'].get(name)
            if not carried(name, value, their_value, interfaces):
                continue
            cells += 1
            if value != their_value:
                tally.append((name, value, their_value))
    return cells


def sysdig_differences(sysreel, capture, scap, calls_unknown):
    """Kinds of which sysdig lists another number of events."""
    theirs = collections.Counter(output_of(['sysdig', '-r', scap, '-p', '%evt.dir%evt.type']).split())
    ours = collections.Counter()
    for key in output_of([sysreel, 'dump', capture, '-p', '%evt.dir%evt.type']).split():
        if key[1:] not in NOT_IN_SYSDIG | calls_unknown:
            ours[key[0] + SYSDIG_NAMES.get(key[1:], key[1:])] += 1
    for key, count in sorted(ours.items()):
        if theirs[key] != count:
            yield key[1:], count, theirs[key]


def new_calls(sysreel, capture):
    """Calls without an event of their own whose Falco number sysdig does not know."""
    rows = output_of([sysreel, 'dump', capture, '--json'])
    return {event['type'] for event in map(json.loads, rows.splitlines()) if event['args'].get('ID', 0) >= 329}


def blocks(scap):
    """(type, body) of the blocks of a .scap."""
    data, at = scap.read_bytes(), 0
    while at < len(data):
        kind, length = struct.unpack_from('<II', data, at)
        yield kind, data[at + 8:at + length - 4]
        at += length


def alike(kind, body):
    """A block without what the importer has no place for: the machine's boot time, the fourth word from the end, and
    whether parameters at an event's end were empty or not there."""
    if kind == MACHINE:
        return kind, body[:-32] + body[-24:]
    if kind != EVENT:
        return kind, body
    head, count = body[:18] + body[22:24], int.from_bytes(body[24:28], 'little')
    lengths = list(struct.unpack_from(f'<{count}H', body, 28))
    while lengths and lengths[-1] == 0:
        lengths.pop()
    start = 28 + 2 * count
    return kind, head, lengths, body[start:start + sum(lengths)]


def exported(sysreel, capture, scap):
    output_of([sysreel, 'export', capture, '--to', 'scap', '--force', '-w', scap])
    return scap


def recordings(build, scratch):
    """Fresh recordings of our own workload; none where recording is not possible."""
    recorder = build / 'sysreel-record'
    if os.geteuid() != 0 or not recorder.exists():
        return []
    if subprocess.run([recorder, 'doctor'], capture_output=True, check=False).returncode:
        return []
    shell, provoke = ['sh', '-c', WORKLOAD, 'sh'], ['/usr/bin/python3', PROVOKE]
    made = []
    for name, profile, command in (('default', 'security', shell), ('full', 'full', shell), ('provoked', 'full', provoke)):
        work = scratch / name
        work.mkdir()
        capture = scratch / f'{name}.reel'
        subprocess.run([recorder, '-w', capture, '--profile', profile, '--', *command, work], capture_output=True, check=False)
        made.append(capture)
    return made


def compare(sysreel, shared, capture, scratch, tally):
    """Cells compared; whether all is well besides them."""
    cells, well = 0, True
    scap = exported(sysreel, capture, scratch / 'exported.scap')
    again = scratch / 'again.reel'
    output_of([sysreel, 'import', scap, '--force', '-w', again])
    first = list(blocks(scap))
    second = blocks(exported(sysreel, again, scratch / 'again.scap'))
    if [alike(*block) for block in first] != [alike(*block) for block in second]:
        print(f'{capture}: exported again it is another file')
        well = False
    interfaces = any(kind == INTERFACES and body for kind, body in first)
    # The stand-in knows no container, which decides many of the official rules.
    containers = set(output_of([sysreel, 'dump', capture, '-p', '%container.id']).split()) - {'host'}
    for name, rules in rule_sets(shared).items():
        if name == 'official' and containers:
            continue
        flags = [word for rule in rules for word in ('-r', rule)]
        ours = alerts([sysreel, 'replay', capture, '--matching', 'all', '--falco-compatible', '-o', 'json', *flags])
        theirs = alerts([shared / 'oracle' / 'reference' / 'refengine', 'replay', scap, '--matching', 'all', '-r', *rules])
        before = len(tally)
        cells += differences(ours, theirs, interfaces, tally)
        if name == 'official' and len(tally) != before:
            print(f'{capture}: alerts of the official rules differ')
            well = False
    if any((pathlib.Path(folder) / 'sysdig').exists() for folder in os.environ['PATH'].split(':')):
        for kind, count, other in sysdig_differences(sysreel, capture, scap, new_calls(sysreel, capture)):
            print(f'{capture}: {count} {kind}, sysdig lists {other}')
            well = False
    return cells, well


def main():
    build, shared = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    if not (shared / 'oracle' / 'reference' / 'refengine').exists():
        print(f'skipped: no reference engine in {shared}')
        return 77
    tally, cells, well = [], 0, True
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        captures = [pathlib.Path(word) for word in sys.argv[3:]]
        if not captures:
            captures = sorted((TOOLS.parent / 'testdata').glob('cases/*/*.reel')) + recordings(build, scratch)
        for capture in captures:
            more, good = compare(build / 'sysreel', shared, capture, scratch, tally)
            cells, well = cells + more, well and good
    for field, number in collections.Counter(field for field, _, _ in tally).most_common():
        print(f'{number:6} {field}')
        for example in [entry[1:] for entry in tally if entry[0] == field][:3]:
            print('        ', str(example)[:300])
    equal = 1 - len(tally) / max(cells, 1)
    print(f'{len(captures)} captures, {cells} cells, {len(tally)} differ, {equal:.3%} equal')
    missing = any(field in ('alert', 'number of alerts') for field, _, _ in tally)
    return 0 if well and not missing and cells > 1000 and equal >= LEAST_EQUAL else 1


if __name__ == '__main__':
    sys.exit(main())
