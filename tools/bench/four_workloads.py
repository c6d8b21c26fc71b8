#!/usr/bin/env python3
"""four_workloads.py MAKE_LOAD [WATCHER_PID] : the workloads of tools/bench/recorder that can be compared with any watcher.

Prints one JSON object: ns of a getppid and of a newfstatat call, CPU seconds of dd bs=1 and of a shell that forks and
executes, and what the watcher (its parent process if no other is named; 0: there is none) spent meanwhile on these two.
"""
import json
import os
import pathlib
import resource
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from live_reference import cpu_seconds  # noqa: E402

CALLS = {'getppid': 20000, 'stat': 10000}
ROUNDS = 15
DD = ['dd', 'if=/dev/zero', 'of=/dev/null', 'bs=1', 'count=300000']
SHELL = ['sh', '-c', 'i=0; while [ $i -lt 400 ]; do /bin/true; i=$((i+1)); done']


def children_cpu():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main():
    make_load, watcher = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else os.getppid()
    found = {call: float(subprocess.check_output([make_load, call, str(count), str(ROUNDS)])) for call, count in CALLS.items()}
    for name, command in (('dd', DD), ('shell', SHELL)):
        before, watcher_before = children_cpu(), cpu_seconds(watcher) if watcher else 0.0
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        found[name] = children_cpu() - before
        found[f'watcher of {name}'] = cpu_seconds(watcher) - watcher_before if watcher else 0.0
    print(json.dumps(found))


if __name__ == '__main__':
    main()
