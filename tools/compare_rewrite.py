#!/usr/bin/env python3
"""compare_rewrite.py SYSREEL ROOT SHARED : captures made from captures give the findings of their sources.

Over every capture of ROOT/testdata and every .scap of SHARED (where that exists): import, index, repack, merge and repair
must replay to the same alerts, apart from the capture's id and block numbers; a slice to the source's alerts of its time;
a slice of one process to that process's alerts. Every copy must verify as intact.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

RULE = '''
- rule: every event
  desc: state in an alert
  condition: evt.num > 0
  output: "%evt.type %evt.args %evt.deltatime %evt.reltime %proc.exepath %proc.cmdline %proc.cwd %proc.pid %proc.aname[1] \
%proc.aname[2] %proc.sid %proc.fdopencount %proc.pid.ts %thread.cap_effective %user.name %group.name %fd.name %fd.type %container.id"
  priority: INFO
'''


def run(sysreel, *arguments):
    result = subprocess.run([sysreel, *map(str, arguments)], capture_output=True, text=True, errors='replace', check=False)
    return result.returncode, result.stdout, result.stderr


class Comparison:
    def __init__(self, sysreel, rules, folder):
        self.sysreel, self.rules, self.folder = sysreel, rules, pathlib.Path(folder)
        self.compared = self.alerts = 0

    def replay(self, capture, *arguments):
        code, out, err = run(self.sysreel, 'replay', capture, '--matching', 'all', '-o', 'json', *self.rules, *arguments)
        if code:
            sys.exit(f'{capture}: replay: exit {code}\n{err}')
        alerts = [json.loads(line) for line in out.splitlines()]
        for alert in alerts:
            del alert['sysreel']['capture'], alert['sysreel']['block']
        return alerts

    def make(self, command, source, *arguments):
        made = self.folder / f'{command}.reel'
        code, _, err = run(self.sysreel, command, source, '-w', made, '--force', *arguments)
        if code:
            sys.exit(f'{source}: {command}: exit {code}\n{err}')
        code, out, _ = run(self.sysreel, 'verify', made)
        if code:
            sys.exit(f'{source}: {command}: {out}')
        return made

    def same(self, what, found, expected):
        self.compared += 1
        self.alerts += len(expected)
        if found == expected:
            return
        for place, (one, other) in enumerate(zip(found, expected)):
            if one != other:
                sys.exit(f'{what}: alert {place} is\n{json.dumps(one)}\nand not\n{json.dumps(other)}')
        sys.exit(f'{what}: {len(found)} alerts, not {len(expected)}')

    def check(self, capture):
        whole = self.replay(capture)
        copies = ('index', 'repack', 'merge', 'repair') if capture.suffix == '.reel' else ('import', 'index', 'repack')
        for command in copies:
            self.same(f'{command} {capture}', self.replay(self.make(command, capture)), whole)
        times = sorted({alert['time'] for alert in whole})
        if len(times) < 8:
            return
        start, end = times[len(times) // 3], times[len(times) * 2 // 3]
        window = self.replay(capture, '--from', start, '--to', end)
        indexed = self.folder / 'index.reel'
        self.same(f'slice {capture}', self.replay(self.make('slice', capture, '--from', start, '--to', end)), window)
        self.same(f'slice of the indexed {capture}', self.replay(indexed, '--from', start, '--to', end), window)
        # The end lies outside, and in a slice that is all there is.
        later = self.make('slice', indexed, '--from', start)
        self.same(f'slice of a slice of {capture}', self.replay(later, '--from', end), self.replay(capture, '--from', end))
        self.check_process(capture, window, start, end)

    def check_process(self, capture, window, start, end):
        pids = [alert['output_fields'].get('proc.pid') for alert in window]
        pids = [pid for pid in pids if pid]
        if not pids:
            return
        pid = max(set(pids), key=pids.count)

        def of_process(alerts):
            # Other processes' events are left out: the event before is another one, and arguments may name processes
            # that nobody knows any more.
            kept = [a for a in alerts if a['output_fields'].get('proc.pid') == pid and a['rule'] == 'every event']
            return [(a['time'], {k: v for k, v in a['output_fields'].items() if k not in ('evt.deltatime', 'evt.args')}) for a in kept]
        made = self.make('slice', capture, '--from', start, '--to', end, '--pid', pid)
        self.same(f'slice of process {pid} of {capture}', of_process(self.replay(made)), of_process(window))


def main():
    sysreel, root, shared = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    captures = sorted(root.glob('testdata/cases/*/capture.reel')) + sorted(root.glob('testdata/golden/*.reel'))
    foreign = sorted((shared / 'data' / 'scap').rglob('*.scap'))
    if not foreign:
        print(f'without the captures of {shared}')
    with tempfile.TemporaryDirectory() as folder:
        mine = pathlib.Path(folder) / 'state.yaml'
        mine.write_text(RULE)
        probe = shared / 'oracle' / 'probe_rules.yaml'
        files = [root / 'rules/library/host.yaml', mine] + ([probe] if probe.exists() else [])
        comparison = Comparison(sysreel, [word for file in files for word in ('-r', file)], folder)
        for capture in captures + foreign:
            comparison.check(capture)
    print(f'{len(captures + foreign)} captures, {comparison.compared} comparisons, {comparison.alerts} alerts are the same')
    return 0 if comparison.compared > len(captures) else 1


if __name__ == '__main__':
    sys.exit(main())
