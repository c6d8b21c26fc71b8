"""The same workloads under sysreel-record and under the reference engine, live, in one shuffled run: one table.

The reference engine watches the whole host; sysreel-record only the workload, as in the other measurements. Its full
capture is what it keeps of all calls in its own gzip file, its detection the rules that are given.
"""
import json
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile

from intervals import shown

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from live_reference import LiveReference, reason_not_to_run  # noqa: E402

BASE, EMPTY = 'nothing', 'empty hook'
DETECTION, CAPTURE = 'reference, detection', 'reference, full capture'
GETPPIDS = 300000  # that four_workloads.py makes


class BesideReference:
    """bench: tools/bench/recorder's. run_falco, rules: the reference engine and its rule files."""

    def __init__(self, bench, run_falco, rules):
        self.bench, self.run_falco, self.rules = bench, run_falco, rules
        self.driver = [sys.executable, str(HERE / 'four_workloads.py'), bench.load]
        self.load_cpu, self.resident, self.kept, self.lost = {}, {}, [], 0
        full, security = ['--profile', 'full', '--'], ['--profile', 'security', '--']
        self.variants = {
            BASE: lambda: self.driven([*self.driver, '0']),
            EMPTY: lambda: self.driven([bench.empty, *self.driver, '0']),
            'security': lambda: self.under_recorder(*security),
            'full': lambda: self.under_recorder(*full),
            'full, default settings': lambda: self.under_recorder(*full, bare=False),
            DETECTION: lambda: self.under_reference(DETECTION),
            CAPTURE: lambda: self.under_reference(CAPTURE),
        }

    def driven(self, command):
        return json.loads(self.bench.text(command))

    def under_recorder(self, *flags, bare=True):
        result = self.driven([*self.bench.recorder(*flags, bare=bare), *self.driver])
        self.lost += self.info(self.bench.folder / 'bench.reel')['lost']['total']
        return result

    def reference(self, name):
        everything = name == CAPTURE
        return LiveReference(self.run_falco, self.bench.folder / 'reference', [] if everything else self.rules, everything)

    def under_reference(self, name):
        with self.reference(name) as reference:
            result = self.driven([*self.driver, str(reference.pid)])
            self.load_cpu.setdefault(name, []).append(reference.load_cpu)
            self.resident.setdefault(name, []).append(reference.resident())
        if reference.everything:
            calls = self.info(reference.capture())['events_by_type'].get('getppid', 0)
            self.kept.append(100 * min(1, calls / GETPPIDS))
        return result

    def info(self, capture):
        return json.loads(self.bench.text([self.bench.build / 'sysreel', 'info', '--json', capture]))

    def measure(self):
        """Ctrl-C ends it with the repetitions that are whole: one takes a minute, on a busy machine several."""
        results = {name: [] for name in self.variants}
        done = 0
        try:
            while done < self.bench.pairs:
                for name in random.sample(list(self.variants), len(self.variants)):
                    results[name].append(self.variants[name]())
                done += 1
        except KeyboardInterrupt:
            print(f'interrupted: {done} repetitions')
        return {name: values[:done] for name, values in results.items()}

    def row(self, results, name):
        """A cell a workload: additions of the empty hook, or CPU time over that without, alone and with the watcher's."""
        own, base, empty = results[name], results[BASE], results[EMPTY]
        cells = []
        for call in ('getppid', 'stat'):
            added = [(v[call] - b[call]) / (e[call] - b[call]) for v, b, e in zip(own, base, empty)]
            cells.append('1' if name == EMPTY else shown(added))
        for work in ('dd', 'shell'):
            cells.append(shown([v[work] / b[work] for v, b in zip(own, base)]))
            cells.append(shown([(v[work] + v[f'watcher of {work}']) / b[work] for v, b in zip(own, base)]))
        return cells

    def table(self, results):
        heads = ['', 'getppid, ×', 'newfstatat, ×', 'dd bs=1', 'with the watcher', 'fork-heavy shell', 'with the watcher']
        print('× is what is added in additions of the empty hook; dd and shell: CPU time over that under nothing')
        print(f'{heads[0]:24}' + ''.join(f'{head:22}' for head in heads[1:]))
        for name in self.variants:
            if name != BASE:
                print(f'{name:24}' + ''.join(f'{cell:22}' for cell in self.row(results, name)))
        base = results[BASE]
        print(f'{BASE}: getppid {statistics.median(r["getppid"] for r in base):.0f} ns, newfstatat '
              f'{statistics.median(r["stat"] for r in base):.0f} ns, dd {statistics.median(r["dd"] for r in base):.3f} s, '
              f'shell {statistics.median(r["shell"] for r in base):.3f} s')
        for name in (DETECTION, CAPTURE):
            print(f'{name}: {shown(self.load_cpu[name])} s of CPU to load, {shown(self.resident[name], ".1f")} MiB resident')
        print(f'{CAPTURE}: {shown(self.kept, ".0f")} % of the getppid calls are in its file; sysreel-record lost '
              f'{self.lost} events in all its runs')

    def sizes(self):
        """Bytes of an event of the same mixed workload, one round."""
        def workload(work):
            return [sys.executable, str(HERE / 'mixed_workload.py'), work, '--rounds', '1']

        for name, bare in (('full', True), ('full, default settings', False)):
            with tempfile.TemporaryDirectory() as work:
                self.bench.text([*self.bench.recorder('--profile', 'full', '--', bare=bare), *workload(work)])
            self.say_size(name, self.bench.folder / 'bench.reel')
        with tempfile.TemporaryDirectory() as work, self.reference(CAPTURE) as reference:
            self.bench.text(workload(work))
        self.say_size(CAPTURE, reference.capture())

    def say_size(self, name, capture):
        events, size = self.info(capture)['events'], capture.stat().st_size
        print(f'one round of the mixed workload, {name}: {events} events in the file, {size / events:.2f} bytes an event')


def compare(bench, run_falco, rules):
    if reason := 'there is no --falco' if not run_falco else reason_not_to_run(run_falco):
        print(f'reference engine: not measured, {reason}')
        return
    beside = BesideReference(bench, run_falco, rules)
    beside.table(beside.measure())
    sys.stdout.flush()
    beside.sizes()
