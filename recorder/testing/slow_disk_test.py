#!/usr/bin/env python3
"""slow_disk_test.py BUILD_DIR : recordings to a disk on which every write takes 50 ms, and to one that becomes read-only.

Neither may hold the recorded command up or damage what has been written, and what is missing must be said. Needs root, BPF,
/dev/fuse and Debian's python3-fuse; else exit code 77.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

# Bytes that do not compress, recorded whole, far more than the disk takes.
NOISE = 'dd if=/dev/urandom of=/dev/null bs=16384 count=1024 status=none; echo > "$0"'
# A little at a time, for several blocks.
TRICKLE = 'for i in $(seq 120); do dd if=/dev/urandom of=/dev/null bs=16384 count=4 status=none; sleep 0.05; done; echo > "$0"'
WHOLE = ['--profile', 'full', '--snaplen', '16384', '--events', '-read']
SERVER = pathlib.Path(__file__).with_name('slow_disk.py')


class Disk:
    def __init__(self, folder):
        self.mount, self.backing = folder / 'mount', folder / 'backing'
        self.mount.mkdir()
        self.backing.mkdir()
        self.server = subprocess.Popen(['/usr/bin/python3', SERVER, self.mount, self.backing])
        while self.server.poll() is None and not os.path.ismount(self.mount):
            time.sleep(0.05)
        if self.server.poll() is not None:
            raise SystemExit(f'the file system ended with {self.server.returncode}')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(['umount', '-l', self.mount], check=False)
        self.server.wait(timeout=60)


def json_of(*command):
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def check(holds, what):
    if not holds:
        raise SystemExit(f'not so: {what}')


def slow(build, folder):
    with Disk(folder) as disk:
        done = subprocess.run([build / 'sysreel-record', '-w', disk.mount / 't.reel', *WHOLE, '--', '/bin/sh', '-c', NOISE,
                               folder / 'done'], capture_output=True, text=True, check=False)
        check((folder / 'done').exists(), f'the command came to its end: {done.stderr}')
        check(done.returncode == 0, f'the recording ended with 0: {done.returncode} {done.stderr}')
        verdict = subprocess.run([build / 'sysreel', 'verify', disk.backing / 't.reel'], capture_output=True, text=True,
                                 check=False)
        check(verdict.returncode == 0, f'the capture is intact: {verdict.stdout} {verdict.stderr}')
        info = json_of(build / 'sysreel', 'info', '--json', disk.backing / 't.reel')
        check(info['events'] > 0, f'it holds events: {info}')
        lost = info['lost']['total']
        check(lost == 0 or str(lost) in done.stderr.replace(',', ''), f'the end line tells of {lost} lost: {done.stderr}')
        print(f'slow: {info["events"]} events, {lost} lost and told')


def read_only(build, folder):
    with Disk(folder) as disk:
        recorder = subprocess.Popen([build / 'sysreel-record', '-w', disk.mount / 't.reel', *WHOLE, '--', '/bin/sh', '-c',
                                     f'{TRICKLE}; while [ ! -e "$1" ]; do sleep 0.1; done; echo > "$1".too', folder / 'done',
                                     folder / 'go-on'], stderr=subprocess.PIPE, text=True)
        part = disk.backing / 't.reel.part'
        while recorder.poll() is None and not (part.exists() and part.stat().st_size > 3_000_000):
            time.sleep(0.05)
        (disk.backing / 'read-only').touch()
        while recorder.poll() is None and not (folder / 'done').exists():
            time.sleep(0.05)
        (folder / 'go-on').touch()
        said = recorder.communicate(timeout=120)[1]
        check((folder / 'go-on.too').exists(), f'the command went on: {said}')
        check(recorder.returncode == 125, f'the recording ended with 125: {recorder.returncode} {said}')
        check('Read-only file system' in said and 't.reel.part' in said, f'it says why and where: {said}')
        info = json_of(build / 'sysreel', 'info', '--json', part)
        check(info['events'] > 0 and info['state'] == 'incomplete', f'what was written can be read: {said}')
        print(f'read-only: {info["events"]} events can be read')


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    for path, what in (('/dev/fuse', 'no FUSE here'), ('/usr/lib/python3/dist-packages/fuse.py', 'python3-fuse is not installed'),
                       ('/sys/kernel/btf/vmlinux', 'no BTF here')):
        if not pathlib.Path(path).exists():
            print(what)
            return 77
    if os.geteuid() != 0:
        print('not root')
        return 77
    for case in (slow, read_only):
        with tempfile.TemporaryDirectory() as folder:
            case(build, pathlib.Path(folder))
    return 0


if __name__ == '__main__':
    sys.exit(main())
