#!/usr/bin/env python3
"""compare_strace.py BUILD_DIR : the recorder against independent observers, call by call, on one and the same run.

`sysreel-record -- strace -f COMMAND` sees COMMAND twice: strace writes what it saw of each thread, the capture holds what
the hooks saw. For every thread the two sequences must agree: the same calls in the same order with the same results, and
the same arguments (strace_values.py says which). Threads must have ended with the same code or signal. COMMAND is
recorder/testing/provoke.py, which makes calls of every kind that a test may make, and a shell script. What /proc said to
processes about themselves behind their exec must be what the exec's event says. Exit code 77 where recording is not
possible."""
import argparse
import collections
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

from strace_calls import read_calls
from strace_values import compare_arguments

LEAST_VALUES, LEAST_KINDS = 5000, 140
PROVOKE = pathlib.Path(__file__).resolve().parent.parent / 'recorder' / 'testing' / 'provoke.py'
# strace's names -> the names that rules know
RENAMED = {'pread64': 'pread', 'pwrite64': 'pwrite', 'prlimit64': 'prlimit', 'fcntl64': 'fcntl', '_llseek': 'llseek',
           'fstatat64': 'newfstatat', 'sendfile64': 'sendfile'}
# calls that end a thread or come back in another way; strace shows no result for them
WITHOUT_EXIT = {'exit', 'exit_group', 'rt_sigreturn'}
# calls that exist twice in a capture (parent's and child's side); only the parent's has a result above zero
CREATES_TASK = {'clone', 'clone3', 'fork', 'vfork'}
SCRIPT = '''
cd "$2" && mkdir -p a/b && echo one > a/file && cp a/file a/b/copy && mv a/b/copy a/b/moved && ln a/file a/hard &&
ln -s file a/soft && cat a/soft a/hard > /dev/null && chmod 600 a/file && touch -d @0 a/file && ls -lR a > listing &&
grep -r one a > /dev/null; find a -type f -exec wc -c {} + > /dev/null; tar cf t.tar a && tar tf t.tar > /dev/null;
cat does-not-exist 2> /dev/null; (echo sub | tr a-z A-Z | sort > sorted); rm -rf a listing t.tar sorted
mkdir provoked && /usr/bin/python3 "$1" provoked; exit 7
'''


def recorded_events(build, capture):
    """tid -> events of system calls, tid -> the event of its end."""
    dump = subprocess.Popen([build / 'sysreel', 'dump', '--json', capture], stdout=subprocess.PIPE, text=True)
    events, ends = collections.defaultdict(list), {}
    for line in dump.stdout:
        event = json.loads(line)
        if event['source'] != 'syscall' or (event['type'] in CREATES_TASK and event['res'] == 0):
            continue
        if event['type'] == 'procexit':
            ends[event['tid']] = event
        else:
            events[event['tid']].append(event)
    if dump.wait():
        raise SystemExit('dump failed')
    return events, ends


class Comparison:
    def __init__(self):
        self.values, self.kinds, self.problems = 0, set(), []

    def thread(self, tid, seen, recorded):
        """What strace saw of a thread against its events."""
        if seen[0].name == 'execve':  # strace's own child: what it does before the command starts is not traced
            first = next((i for i, event in enumerate(recorded) if event['type'] == 'execve'), 0)
            recorded = recorded[first:]
        seen = [call._replace(name=RENAMED.get(call.name, call.name)) for call in seen]
        common = {call.name for call in seen} & {event['type'] for event in recorded} - WITHOUT_EXIT
        seen = [call for call in seen if call.name in common]
        recorded = [event for event in recorded if event['type'] in common]
        ours, theirs = collections.Counter(event['type'] for event in recorded), collections.Counter(c.name for c in seen)
        if ours != theirs:
            self.problems.append(f'thread {tid}: strace {theirs - ours}, capture {ours - theirs}')
            return
        for event, call in zip(recorded, seen):
            self.call(tid, event, call)

    def call(self, tid, event, call):
        result = event['res']
        mine = 'error' if result is not None and result < 0 and call.result == 'error' else result
        same = mine is None or mine == call.result or (isinstance(call.result, int) and (mine - call.result) % 2**64 == 0)
        if event['type'] != call.name or not same:
            self.problems.append(f'thread {tid}: strace {call.name} = {call.result}, capture {event["type"]} = {result}')
            return
        self.values += 2
        self.kinds.add(call.name)
        count, wrong = compare_arguments(event, call)
        self.values += count
        for name, ours, theirs in wrong:
            self.problems.append(f'thread {tid}: event {event["num"]} {call.name} {name}: {ours!r}, strace {theirs!r}'[:400])

    def end(self, tid, how, event):
        """An exit code or the name of a signal."""
        args = event['args']
        ours = signal.Signals(args['sig']).name if args['sig'] else args['ret']
        self.values += 1
        self.kinds.add('procexit')
        if ours != how:
            self.problems.append(f'thread {tid} ended with {ours}, strace saw {how}')

    def told(self, told, events):
        """What /proc said of a process against the last exec of it."""
        execs = [event for event in events[told['pid']] if event['type'] == 'execve' and event['res'] == 0]
        if not execs:
            self.problems.append(f'process {told["pid"]}: no exec')
            return
        args = execs[-1]['args']
        args['arguments'] = [args['exe'], *args['args']]
        for name, value in told.items():
            self.values += 1
            if args.get(name) != value and (args.get(name), value) != (-1, 2**32 - 1):
                self.problems.append(f'process {told["pid"]}: {name} is {args.get(name)!r}, /proc says {value!r}'[:400])


def cannot_record(build):
    if os.geteuid() != 0 or not (build / 'sysreel-record').exists():
        return 'recording needs root and sysreel-record'
    if not shutil.which('strace') or not pathlib.Path('/usr/bin/python3').exists():
        return 'strace or /usr/bin/python3 is missing'
    done = subprocess.run([build / 'sysreel-record', 'doctor'], capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else 'this host cannot record'


def run(build, scratch):
    """Records the workload under strace; a Comparison."""
    trace, capture, work = scratch / 'strace', scratch / 'run.reel', scratch / 'work'
    work.mkdir()
    scratch.chmod(0o755)  # for the workload's other users
    done = subprocess.run([build / 'sysreel-record', '-w', capture, '--profile', 'full', '--', 'strace', '-f', '-X', 'raw', '-xx',
                           '-s', '8192', '-o', trace, 'sh', '-c', SCRIPT, 'sh', PROVOKE, work],
                          capture_output=True, text=True, check=False)
    if 'nothing lost' not in done.stderr or done.returncode != 7:
        raise SystemExit(f'exit {done.returncode}, or lost events: {done.stderr}')
    seen, ends = read_calls(trace)
    events, exits = recorded_events(build, capture)
    comparison = Comparison()
    for tid, calls in sorted(seen.items()):
        if tid not in events:
            comparison.problems.append(f'thread {tid} is not in the capture')
            continue
        comparison.thread(tid, calls, events[tid])
        comparison.end(tid, ends[tid], exits[tid])
    told = sorted((work / 'provoked').glob('proc.*.json'))
    for path in told:
        comparison.told(json.loads(path.read_text(encoding='utf-8')), events)
    if len(told) < 4:
        comparison.problems.append('the workload did not run to its end')
    return comparison


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', type=pathlib.Path)
    build = parser.parse_args().build.resolve()
    reason = cannot_record(build)
    if reason:
        print(reason)
        return 1 if os.environ.get('SYSREEL_REQUIRE_LIVE') == '1' else 77
    with tempfile.TemporaryDirectory() as scratch:
        found = run(build, pathlib.Path(scratch))
    for problem in found.problems[:40]:
        print(problem)
    print(f'{found.values} values of {len(found.kinds)} kinds compared, {len(found.problems)} problems')
    return 1 if found.problems or found.values < LEAST_VALUES or len(found.kinds) < LEAST_KINDS else 0


if __name__ == '__main__':
    sys.exit(main())
