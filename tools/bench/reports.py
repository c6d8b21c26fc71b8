#!/usr/bin/env python3
"""reports.py SYSREEL CAPTURE [RUNS [RULES…]] : what all report formats cost on top of JSON alone.

Replays CAPTURE with RULES (the shipped host rules) into JSON alone and into all formats at once, in turn, RUNS (7) times, and
prints the number of findings, the median CPU time of each and the median of the pairs' ratios.
"""
import json
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

FORMATS = ['text', 'json', 'html', 'junit', 'sarif', 'markdown', 'csv', 'timesketch', 'navigator', 'github']


def cpu_of(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sysreel, capture = sys.argv[1], sys.argv[2]
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 7
    rules = sys.argv[4:] or [str(pathlib.Path(__file__).resolve().parents[2] / 'rules/library/host.yaml')]
    with tempfile.TemporaryDirectory() as folder:
        replay = [sysreel, 'replay', capture, '--force', *(word for path in rules for word in ('-r', path))]
        alone = [*replay, '-o', f'json={folder}/alone.json']
        every = [*replay, *(word for name in FORMATS for word in ('-o', f'{name}={folder}/report.{name}'))]
        pairs = [(cpu_of(alone), cpu_of(every)) for _ in range(runs)]
        findings = sum(1 for _ in open(f'{folder}/alone.json', encoding='utf-8'))
        sizes = {name: pathlib.Path(f'{folder}/report.{name}').stat().st_size for name in FORMATS}
    print(f'{findings} findings; JSON alone {statistics.median(a for a, _ in pairs) * 1000:.0f} ms, '
          f'all {len(FORMATS)} formats {statistics.median(b for _, b in pairs) * 1000:.0f} ms of CPU: '
          f'{statistics.median(b / a for a, b in pairs):.2f} times')
    print(json.dumps(sizes))


if __name__ == '__main__':
    main()
