#!/usr/bin/env python3
"""follow_test.py RECORDER SYSREEL RULES : `replay --follow` reports while the recorder writes, a file or a pipe.

The alert of each event is awaited before the next event is made, so that a replay that only reports at the end never gets
anywhere. Kubernetes audit events need no privilege; system calls, plain and sealed, are followed as root with BPF.
"""
import atexit
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

PATIENCE = 60  # s, of one alert; two seconds are promised, machines under load take longer
CONFIGMAP = {'kind': 'Event', 'apiVersion': 'audit.k8s.io/v1', 'stage': 'ResponseComplete', 'verb': 'get',
             'user': {'username': 'eve', 'groups': ['dev']}, 'objectRef': {'resource': 'configmaps', 'name': 'c'},
             'responseObject': {'metadata': {'labels': {'sensitive': 'true'}}},
             'stageTimestamp': '2026-01-01T00:00:00.000001Z'}


def check(holds, what):
    if not holds:
        sys.exit(f'FAIL: {what}')


def start(command, **more):
    process = subprocess.Popen(command, text=True, **more)
    atexit.register(process.kill)  # a check that fails must leave nothing behind
    return process


def await_file(path, writer):
    for _ in range(PATIENCE * 20):
        if path.exists():
            return
        check(writer.poll() is None, f'the recorder ended with {writer.returncode}')
        time.sleep(0.05)
    sys.exit(f'FAIL: no {path}')


class Follower:
    """`replay --follow` of a capture; gives alerts one by one."""

    def __init__(self, sysreel, part, rules, *flags, pipe=None):
        self.process = start([sysreel, 'replay', '--follow', part, '-o', 'json', '--matching', 'all', *flags,
                              *(flag for rule in rules for flag in ('-r', rule))], stdin=pipe, stdout=subprocess.PIPE)

    def alert(self):
        watchdog = threading.Timer(PATIENCE, self.process.kill)
        watchdog.start()
        line = self.process.stdout.readline()
        watchdog.cancel()
        check(line, 'no alert while the recording goes on')
        return json.loads(line)

    def finish(self):
        rest = self.process.communicate(timeout=PATIENCE)[0]
        check(self.process.returncode == 0, f'replay ended with {self.process.returncode}')
        return rest


def follow_audit(recorder, sysreel, rules, folder):
    log, capture = folder / 'audit.log', folder / 'k8s.reel'
    log.touch()
    part = folder / 'k8s.reel.part'
    # Beside system calls where they can be recorded: the two sources wait for each other.
    scope = ['--comm', 'nobody-has-this'] if can_record(recorder, folder) else []
    writer = start([recorder, '-w', capture, '-q', '--k8s-audit-log', log, *scope])
    await_file(part, writer)
    follower = Follower(sysreel, part, [rules / 'k8s_audit.yaml', rules / 'examples'])
    for number in range(3):
        with log.open('a') as file:
            print(json.dumps({**CONFIGMAP, 'auditID': str(number)}), file=file)
        alert = follower.alert()
        check(alert['rule'] == 'unauthorized_configmap_access', alert)
    writer.terminate()
    check(writer.wait(PATIENCE) == 0, 'the recorder failed')
    check(follower.finish() == '', 'more alerts than events')


def follow_calls(recorder, sysreel, rules, folder, name, record_flags, follow_flags):
    capture = '-' if name == 'pipe' else folder / f'{name}.reel'
    script = 'while read line; do cat /etc/shadow >&2; done'
    writer = start([recorder, '-w', capture, '-q', *record_flags, '--', 'sh', '-c', script],
                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if name == 'pipe':
        follower = Follower(sysreel, '-', rules, *follow_flags, pipe=writer.stdout)
        writer.stdout.close()
    else:
        part = folder / f'{name}.reel.part'
        await_file(part, writer)
        follower = Follower(sysreel, part, rules, *follow_flags)
    for _ in range(2):
        print('go', file=writer.stdin, flush=True)
        alert = follower.alert()
        check(alert['output_fields']['fd.name'] == '/etc/shadow', alert)
        check(alert['output_fields']['proc.name'] == 'cat', alert)
    writer.stdin.close()
    check(writer.wait(PATIENCE) == 0, 'the recorder failed')
    check(follower.finish() == '', 'more alerts than events')


def can_record(recorder, folder):
    return subprocess.run([recorder, '-w', folder / 'try.reel', '--force', '-q', '--', 'true'], stderr=subprocess.DEVNULL).returncode == 0


def main(recorder, sysreel, rules):
    rules = pathlib.Path(rules)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        follow_audit(recorder, sysreel, rules, folder)
        if not can_record(recorder, folder):
            print('system calls: not followed, they cannot be recorded here')
            return
        shadow = folder / 'shadow.yaml'
        shadow.write_text('- rule: shadow_read\n  desc: d\n  priority: ERROR\n'
                          '  condition: evt.type in (open, openat) and evt.rawres >= 0 and fd.name = /etc/shadow\n'
                          '  output: read (%fd.name %proc.name)\n')
        for way in ['plain', 'pipe']:
            follow_calls(recorder, sysreel, [shadow], folder, way, [], [])
        subprocess.run([sysreel, 'keygen', '-w', folder / 'own'], check=True,
                       stdout=subprocess.DEVNULL)
        follow_calls(recorder, sysreel, [shadow], folder, 'sealed', ['--encrypt-to', folder / 'own.seal.pub'],
                     ['--key', folder / 'own.seal.key'])


if __name__ == '__main__':
    main(*sys.argv[1:4])
