#!/usr/bin/env python3
"""tools/bench/import.py SYSREEL CAPTURE.scap [TIMES…] : how fast a .scap is read, and whether memory stays flat.

Repeats the events of CAPTURE (which may be inside gzip) behind its lists so many times (default 20 and 80) and prints
events, events a second of CPU time, and peak memory, of `import` (which also compresses and writes) and of `info` (which
reads and counts). CPU time is of all threads together, so the figures are per core."""
import gzip
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

EVENTS = {0x204, 0x208, 0x216, 0x217, 0x221, 0x222, 0x8010abcd}  # block types


def split(data):
    """What stands before the first event, and the events."""
    at = 0
    while at + 8 <= len(data):
        kind, length = struct.unpack_from('<II', data, at)
        if kind in EVENTS or length < 12:
            break
        at += length
    return data[:at], data[at:]


def measured(command):
    """CPU seconds and peak memory in MB of a command, and what it printed."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    if status:
        raise SystemExit(f'{command}: status {status}')
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000, out


def main():
    sysreel, source = sys.argv[1], pathlib.Path(sys.argv[2])
    data = source.read_bytes()
    lists, events = split(gzip.decompress(data) if data[:2] == b'\x1f\x8b' else data)
    with tempfile.TemporaryDirectory() as scratch:
        for times in [int(word) for word in sys.argv[3:]] or [20, 80]:
            capture = pathlib.Path(scratch) / 'long.scap'
            with open(capture, 'wb') as out:
                out.write(lists)
                for _ in range(times):
                    out.write(events)
            _, _, told = measured([sysreel, 'info', '--json', capture])
            count = json.loads(told)['events']
            for name, command in (('info', ['info', '--json', capture]),
                                  ('import', ['import', capture, '--force', '-w', pathlib.Path(scratch) / 'out.reel'])):
                runs = sorted(measured([sysreel, *command])[:2] for _ in range(3))
                seconds, memory = runs[1]
                print(f'{times:4} times, {capture.stat().st_size / 1e6:6.0f} MB, {count:9} events: {name:6} '
                      f'{count / seconds / 1e6:5.2f} M events/s of CPU time, {memory:5.0f} MB peak')


if __name__ == '__main__':
    main()
