#!/usr/bin/env python3
"""state.py SYSREEL [REFENGINE] : memory and time of replays that make much state: short-lived processes, threads of one
process, open descriptors. Writes .scap files of made-up events, replays them with one rule that looks at every event, and
prints peak memory and the median time of five replays; the reference engine's beside them.
"""
import json
import os
import pathlib
import statistics
import struct
import subprocess
import sys
import tempfile
import time

SECTION, EVENT = 0x0a0d0d0a, 0x216
FORK_EXIT, CLONE_EXIT, EXECVE_EXIT, PROCEXIT, OPENAT_EXIT = 225, 223, 293, 186, 307
CLONE_THREAD_FLAGS = 1 << 0 | 1 << 1 | 1 << 13


def number(value, size=8):
    return struct.pack({8: '<q', 4: '<I'}[size], value)


def text(value):
    return value.encode() + b'\0'


def block(kind, body):
    body += b'\0' * (-len(body) % 4)
    return struct.pack('<II', kind, len(body) + 12) + body + struct.pack('<I', len(body) + 12)


class Capture:
    def __init__(self, path):
        self.file, self.time = open(path, 'wb'), 10 ** 18
        self.file.write(block(SECTION, struct.pack('<IHHq', 0x1a2b3c4d, 1, 2, -1)))

    def event(self, tid, code, params):
        self.time += 1000
        lengths = b''.join(struct.pack('<H', len(param)) for param in params)
        data = lengths + b''.join(params)
        self.file.write(block(EVENT, struct.pack('<HQqIHI', 0, self.time, tid, 26 + len(data), code, len(params)) + data))

    def clone(self, code, tid, pid, ptid, flags):
        self.event(tid, code, [number(0), text('sh'), text('-c'), number(tid), number(pid), number(ptid), text(''),
                               number(1024), number(0), number(0), number(100, 4), number(50, 4), number(0, 4), text('sh'),
                               b'', number(flags, 4), number(0, 4), number(0, 4), number(tid), number(pid), number(0)])

    def execve(self, tid, name):
        self.event(tid, EXECVE_EXIT, [number(0), text(name), text('-x') + text('/tmp/file'), number(tid), number(tid), number(1),
                                      text(''), number(1024), number(0), number(0), number(100, 4), number(50, 4), number(0, 4),
                                      text(name), b'', text('PATH=/usr/bin') + text('HOME=/root'), number(0, 4), number(tid),
                                      number(0, 4), number(0, 4), number(0), number(0), number(0), number(1), number(0),
                                      number(0), number(0, 4), text('/usr/bin/' + name), number(tid), number(0, 4)])


def one_event(capture):
    capture.clone(FORK_EXIT, 1000, 1000, 1, 0)


def short_lived(capture, count=50000):
    for index in range(count):
        tid = 1000 + index
        capture.clone(FORK_EXIT, tid, tid, 1, 0)
        capture.execve(tid, f'p{index % 100}')
        capture.event(tid, PROCEXIT, [number(0), number(0), b'\0', b'\0', number(0)])


def threads(capture, count=10000):
    capture.clone(FORK_EXIT, 1000, 1000, 1, 0)
    for index in range(count):
        capture.clone(CLONE_EXIT, 2000 + index, 1000, 1, CLONE_THREAD_FLAGS)


def descriptors(capture, count=100000):
    capture.clone(FORK_EXIT, 1000, 1000, 1, 0)
    for fd in range(3, count):
        capture.event(1000, OPENAT_EXIT, [number(fd), number(-100), text(f'/srv/data/file-{fd}'), number(1, 4), number(0, 4),
                                          number(0, 4), number(fd)])


def measure(command):
    times = []
    for _ in range(5):
        begin = time.monotonic()
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        error = run.stderr.read()
        _, status, usage = os.wait4(run.pid, 0)
        times.append(time.monotonic() - begin)
        if status:
            sys.exit(error.decode())
    return usage.ru_maxrss / 1024, statistics.median(times)


def main():
    with tempfile.TemporaryDirectory() as folder:
        rules = pathlib.Path(folder) / 'rules.yaml'
        rules.write_text(json.dumps([{'rule': 'r', 'desc': 'd', 'condition': 'proc.pname = nobody or fd.name = nothing',
                                      'output': 'o', 'priority': 'INFO'}]))
        for make in (one_event, short_lived, threads, descriptors):
            path = pathlib.Path(folder) / 'state.scap'
            capture = Capture(path)
            make(capture)
            capture.file.close()
            engines = [[sys.argv[1], 'replay', path, '-o', 'json', '-r', rules]]
            if len(sys.argv) > 2:
                engines.append([sys.argv[2], 'replay', path, '-r', rules])
            figures = ['%.0f MiB in %.2f s' % measure(command) for command in engines]
            print(f'{make.__name__:12} ({path.stat().st_size >> 10} KiB): ' + ', reference engine '.join(figures))


if __name__ == '__main__':
    main()
