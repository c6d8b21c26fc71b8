#!/usr/bin/env python3
"""compare_strace.py BUILD_DIR [-- COMMAND...] : the recorder against strace, call by call, on one and the same run.

`sysreel-record -- strace -f COMMAND` sees COMMAND twice: strace writes what it saw of each thread, the capture holds
what the hooks saw. For every thread of COMMAND the two sequences of system calls must agree: the same calls in the
same order with the same results, and for calls that name paths the same paths. Exit code 77 where recording is not
possible.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

# strace's names -> the names that rules know
RENAMED = {'pread64': 'pread', 'pwrite64': 'pwrite', 'prlimit64': 'prlimit', 'fadvise64': 'fadvise64',
           'fcntl64': 'fcntl', '_llseek': 'llseek', 'fstatat64': 'newfstatat', 'sendfile64': 'sendfile'}
# calls that end a thread or come back in another way; strace shows no result for them
WITHOUT_EXIT = {'exit', 'exit_group', 'rt_sigreturn', 'execve', 'execveat'}
# calls that exist twice in a capture (parent's and child's side); only the parent's has a result above zero
CREATES_TASK = {'clone', 'clone3', 'fork', 'vfork'}
PATH_PARAMS = ('name', 'path', 'oldpath', 'newpath', 'filename', 'linkpath', 'target', 'pathname')
OPENS = {'open', 'openat', 'openat2', 'creat'}  # their `path` is where the descriptor leads, not what was passed
LINE = re.compile(r'^(\d+)\s+(?:\d+\.\d+ )?(.*)$')
CALL = re.compile(r'^(\w+)\((.*)\)\s*= (0x[0-9a-f]+|-?\d+|\?)(.*)$', re.S)
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
WORKLOAD = ['sh', '-c', '''
cd "$1" && mkdir -p a/b && echo one > a/file && cp a/file a/b/copy && mv a/b/copy a/b/moved && ln a/file a/hard &&
ln -s file a/soft && cat a/soft a/hard > /dev/null && chmod 600 a/file && touch -d @0 a/file && ls -lR a > listing &&
grep -r one a > /dev/null; find a -type f -exec wc -c {} + > /dev/null; tar cf t.tar a && tar tf t.tar > /dev/null;
cat does-not-exist 2> /dev/null; (echo sub | tr a-z A-Z | sort > sorted); rm -rf a listing t.tar sorted
python3 -c "import json, os, tempfile; json.dumps(os.listdir('/etc'))"
''', 'sh']


def number(text):
    """strace prints flags and addresses in hexadecimal, umask in octal."""
    return int(text, 16 if text.startswith('0x') else 8 if text.startswith('0') else 10)


def strace_calls(path):
    """tid -> list of (name, result, paths)."""
    pending, calls = {}, collections.defaultdict(list)
    for line in path.read_text().splitlines():
        tid, text = LINE.match(line).groups()
        if text.startswith(('---', '+++')):
            continue
        if text.endswith('<unfinished ...>'):
            pending[tid] = text[:-len('<unfinished ...>')]
            continue
        resumed = re.match(r'<\.\.\. (\w+) resumed>(.*)$', text)
        if resumed:
            text = pending.pop(tid, resumed.group(1) + '(') + resumed.group(2)
        call = CALL.match(text)
        if call and call.group(3) != '?':
            result = number(call.group(3))
            error = re.match(r' (E[A-Z0-9]+)', call.group(4))
            paths = [bytes.fromhex(s.replace('\\x', '')).decode('utf-8', 'replace')
                     for s, cut in STRING.findall(call.group(2)) if not cut]
            name = RENAMED.get(call.group(1), call.group(1))
            calls[int(tid)].append((name, 'error' if error else result, paths))
    return calls


def recorded_calls(build, capture):
    """tid -> list of (name, result, paths)."""
    dump = subprocess.Popen([build / 'sysreel', 'dump', '--json', capture], stdout=subprocess.PIPE, text=True)
    calls = collections.defaultdict(list)
    for line in dump.stdout:
        event = json.loads(line)
        if event['source'] != 'syscall':
            continue
        result = event['res']
        if event['type'] in CREATES_TASK and result == 0:
            continue
        wanted = ('name',) if event['type'] in OPENS else PATH_PARAMS
        paths = [event['args'][p] for p in wanted if isinstance(event['args'].get(p), str)]
        calls[event['tid']].append((event['type'], 'error' if result is not None and result < 0 else result, paths))
    if dump.wait():
        raise SystemExit('dump failed')
    return calls


def compare_thread(tid, seen, recorded):
    problems, compared = [], 0
    if seen[0][0] == 'execve':  # strace's own child: what it does before the command starts is not traced
        first = next((i for i, c in enumerate(recorded) if c[0] == 'execve'), 0)
        recorded = recorded[first:]
    seen = [c for c in seen if c[0] not in WITHOUT_EXIT]
    recorded = [c for c in recorded if c[0] not in WITHOUT_EXIT]
    names = {c[0] for c in recorded} & {c[0] for c in seen}
    seen = [c for c in seen if c[0] in names]
    recorded = [c for c in recorded if c[0] in names]
    counts = collections.Counter(c[0] for c in seen), collections.Counter(c[0] for c in recorded)
    if counts[0] != counts[1]:
        return [f'thread {tid}: strace {counts[0] - counts[1]}, capture {counts[1] - counts[0]}'], 0
    for mine, theirs in zip(recorded, seen):
        compared += 1 + len(mine[2])
        if mine[0] != theirs[0] or mine[1] not in (None, theirs[1]):
            problems.append(f'thread {tid}: strace {theirs}, capture {mine}')
            break
        if any(path not in theirs[2] for path in mine[2] if path):
            problems.append(f'thread {tid}: {mine[0]}: strace paths {theirs[2]}, capture {mine[2]}')
    return problems, compared


def cannot_record(build):
    if os.geteuid() != 0 or not (build / 'sysreel-record').exists():
        return 'recording needs root and sysreel-record'
    done = subprocess.run([build / 'sysreel-record', 'doctor'], capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else 'this host cannot record'


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('command', nargs='*')
    options = parser.parse_args()
    build = options.build.resolve()
    reason = cannot_record(build)
    if reason:
        print(reason)
        return 1 if os.environ.get('SYSREEL_REQUIRE_LIVE') == '1' else 77
    with tempfile.TemporaryDirectory() as scratch:
        trace, capture = pathlib.Path(scratch) / 'strace', pathlib.Path(scratch) / 'run.reel'
        work = pathlib.Path(scratch) / 'work'
        work.mkdir()
        command = options.command or [*WORKLOAD, str(work)]
        done = subprocess.run([build / 'sysreel-record', '-w', capture, '--profile', 'full', '--', 'strace', '-f', '-xx',
                               '-s', '4096', '-o', trace, *command], capture_output=True, text=True, check=False)
        if 'nothing lost' not in done.stderr:
            print(f'recording failed or lost events: {done.stderr}')
            return 1
        seen, recorded = strace_calls(trace), recorded_calls(build, capture)
    problems, compared = [], 0
    for tid, calls in sorted(seen.items()):
        if tid not in recorded:
            problems.append(f'thread {tid} is not in the capture')
            continue
        found, values = compare_thread(tid, calls, recorded[tid])
        problems += found
        compared += values
    for problem in problems[:40]:
        print(problem)
    print(f'{len(seen)} threads, {compared} values compared, {len(problems)} problems')
    return 1 if problems or compared < 1000 else 0


if __name__ == '__main__':
    sys.exit(main())
