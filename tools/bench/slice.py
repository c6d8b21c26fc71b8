#!/usr/bin/env python3
"""slice.py SYSREEL CAPTURE [SECONDS [RUNS]] : what a slice out of the middle of a capture costs, against the whole.

Makes an indexed copy (a checkpoint every 10 s) and a repacked one in a temporary folder, replays SECONDS (10) out of the
middle with the shipped host rules, on one thread, from the capture, from the indexed copy and as a slice of its own, in turn,
RUNS (5) times, and prints the median of the CPU time of each over that of the whole replay, and the bytes an event of each
file.
"""
import json
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta, timezone


def cpu_of(*command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def info(sysreel, path):
    return json.loads(subprocess.run([sysreel, 'info', '--json', path], capture_output=True, text=True, check=True).stdout)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sysreel, capture = sys.argv[1], sys.argv[2]
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 10
    runs = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    rules = pathlib.Path(__file__).resolve().parents[2] / 'rules/library/host.yaml'
    about = info(sysreel, capture)
    first, last = (datetime.fromisoformat(about[name][:26] + '+00:00') for name in ('first', 'last'))
    start = first + (last - first - timedelta(seconds=seconds)) / 2
    window = ['--from', start.astimezone(timezone.utc).isoformat().replace('+00:00', 'Z'),
              '--to', (start + timedelta(seconds=seconds)).isoformat().replace('+00:00', 'Z')]
    with tempfile.TemporaryDirectory() as folder:
        indexed, repacked, cut = (f'{folder}/{name}.reel' for name in ('indexed', 'repacked', 'cut'))
        for command in (['index', capture, '-w', indexed], ['repack', capture, '-w', repacked],
                        ['slice', capture, *window, '-w', cut]):
            subprocess.run([sysreel, *command], stderr=subprocess.DEVNULL, check=True)
        replay = [sysreel, 'replay', '--threads', '1', '-r', str(rules)]
        ways = {'whole': [*replay, capture], 'start': [*replay, cut, '--to', '+0s'], 'from the capture': [*replay, capture, *window],
                'from the indexed copy': [*replay, indexed, *window], 'a slice of its own': [*replay, cut]}
        times = {way: [] for way in ways}
        for _ in range(runs):
            for way, command in ways.items():
                times[way].append(cpu_of(*command))
        whole = statistics.median(times['whole'])
        print(f'{about["events"]} events in {(last - first).total_seconds():.0f} s; {seconds:g} s out of the middle')
        for way in ways:
            middle = statistics.median(times[way])
            print(f'  {way:24} {middle * 1000:8.1f} ms  1/{whole / max(middle, 1e-6):.1f}')
        for name, path in (('capture', capture), ('indexed', indexed), ('repacked', repacked)):
            facts = info(sysreel, path)
            print(f'  {name:24} {facts["bytes"]:10} bytes  {facts["bytes"] / facts["events"]:.2f} an event')


if __name__ == '__main__':
    main()
