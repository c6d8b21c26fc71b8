#!/usr/bin/env python3
"""check_instructions.py BUILD "COMPILER VERSION BUILDTYPE SANITIZER" : instructions an event of a fixed capture, counted by valgrind, against a bound.

Two captures, the longer with 20,000 events more of opens, reads, closes, forks and execs, are replayed with the shipped
rules; the difference is what the events cost, loading left out. More than BOUND instructions an event is a regression;
when it is far less, lower BOUND. Counts do not depend on the load of the machine, but on compiler and options: other
builds than gcc's release build are skipped (77), as is a machine without valgrind.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

EVENTS = 20_000
BOUND = 550
SLACK = 0.15


def event(number):
    time, thread = 2000 + number, f'{100 + number // 500}/{100 + number // 500}@500'
    head = f'event {time} 0 {thread}'
    step = number % 500
    if step == 0:
        return f'{head} execve res=0 exe="sh" args=["-c" "job{number}"] comm="sh" uid=0 gid=0 trusted_exepath="/bin/sh"'
    if step == 499:
        return f'{head} procexit status=0'
    path = ['/usr/lib/x86_64-linux-gnu/libc.so.6', f'/home/u/src/file{number // 50}.c', '/etc/ld.so.cache'][number % 3]
    return [f'{head} openat fd=3 dirfd=-100 name="{path}" flags=0', f'{head} newfstatat res=0 dirfd=3 path="{path}"',
            f'{head} read res=100 fd=3', f'{head} openat fd=-2 dirfd=-100 name="/usr/lib/no{number % 40}" flags=0',
            f'{head} close res=0 fd=3'][step % 5]


def count(build, directory, events):
    text, capture = directory / 'events.txt', directory / f'{events}.reel'
    text.write_text('header boot=1000 wall=1700000000000001000\n' +
                    ''.join(event(n) + '\n' + ('block\n' if n % 5000 == 4999 else '') for n in range(events)) + 'close\n')
    subprocess.run([build / 'format' / 'reel_from_text', text, capture], check=True)
    done = subprocess.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', build / 'sysreel', 'replay',
                           '--threads', '1', capture, '-r', pathlib.Path(__file__).parents[1] / 'rules' / 'library' /
                           'host.yaml'], capture_output=True, text=True, check=False)
    found = re.search(r'Collected : (\d+)', done.stderr)
    if not found:
        sys.exit(f'valgrind: {done.stderr}')
    return int(found[1])


def main():
    build = pathlib.Path(sys.argv[1])
    if not shutil.which('valgrind'):
        print('valgrind is not installed')
        return 77
    if sys.argv[2] != 'gcc 12 release none':
        print(f'the bound is for gcc 12, release, no sanitizer; this is {sys.argv[2]}')
        return 77
    with tempfile.TemporaryDirectory() as scratch:
        directory = pathlib.Path(scratch)
        each = (count(build, directory, EVENTS + 500) - count(build, directory, 500)) / EVENTS
    print(f'{each:.0f} instructions an event, {BOUND} expected')
    if each > BOUND * (1 + SLACK):
        print('more than before: find out what costs it')
        return 1
    if each < BOUND * (1 - SLACK):
        print('less than before: lower BOUND')
    return 0


if __name__ == '__main__':
    sys.exit(main())
