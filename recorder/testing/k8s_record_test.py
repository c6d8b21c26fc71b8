#!/usr/bin/env python3
"""k8s_record_test.py RECORDER SYSREEL RULES : Kubernetes audit events recorded without privilege, as a webhook backend and
from a log that grows, is rotated and truncated; then read back and replayed. A ring, a quota and a floor of free space.

As root the recorder is run as another user, so that it has no BPF. Exit 77 when this build has no listener.
"""
import atexit
import http.client
import json
import os
import pathlib
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time

NOBODY = {'user': 65534, 'group': 65534, 'extra_groups': []} if os.getuid() == 0 else {}
CONFIGMAP = {'kind': 'Event', 'apiVersion': 'audit.k8s.io/v1', 'stage': 'ResponseComplete', 'verb': 'get', 'auditID': 'm',
             'user': {'username': 'eve', 'groups': ['dev']}, 'objectRef': {'resource': 'configmaps', 'name': 'c'},
             'responseObject': {'metadata': {'labels': {'sensitive': 'true'}}},
             'stageTimestamp': '2026-01-01T00:00:00.000001Z'}
HARMLESS = {**CONFIGMAP, 'user': {'username': 'admin'}}


class Recording:
    """A recorder that runs until stop()."""

    def __init__(self, recorder, folder, *flags):
        self.capture = folder / f'{time.monotonic_ns()}.reel'
        self.process = subprocess.Popen([recorder, '-w', self.capture, *flags], stderr=subprocess.PIPE, text=True, **NOBODY)
        atexit.register(self.process.kill)  # a check that fails must not leave it behind
        self.messages = []

    def url(self):
        while True:
            line = self.process.stderr.readline()
            if not line:
                self.process.wait()
                if any('no listener' in text for text in self.messages):
                    print('this build has no listener')
                    sys.exit(77)
                sys.exit(f'the recorder ended: {self.messages}')
            self.messages.append(line)
            if 'listening for' in line:
                return line.split()[-1]

    def stop(self):
        self.process.terminate()
        self.messages += self.process.communicate(timeout=60)[1].splitlines()
        check(self.process.returncode == 0, f'exit {self.process.returncode}: {self.messages}')
        return self.messages[-1]


def check(holds, what):
    if not holds:
        sys.exit(f'FAIL: {what}')


def post(url, body, headers=None, context=None):
    host = url.split('//')[1]
    kind = http.client.HTTPSConnection if url.startswith('https') else http.client.HTTPConnection
    extra = {'context': context} if context else {}
    connection = kind(host, timeout=30, **extra)
    try:
        connection.request('POST', '/audit', body, headers or {}, encode_chunked=isinstance(body, list))
        return connection.getresponse().status
    finally:
        connection.close()


def events_of(sysreel, capture):
    result = subprocess.run([sysreel, 'info', '--json', capture], capture_output=True, text=True, check=True)
    return json.loads(result.stdout)


def alerts_of(sysreel, capture, rules):
    command = [sysreel, 'replay', capture, '-o', 'json', '-r', rules / 'k8s_audit.yaml', '-r', rules / 'examples']
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in result.stdout.splitlines()]


def check_alerts(sysreel, capture, rules, count):
    found = [alert for alert in alerts_of(sysreel, capture, rules) if alert['rule'] == 'unauthorized_configmap_access']
    check(len(found) == count, f'{len(found)} alerts of the founding rule, {count} expected')
    for alert in found:
        check(alert['source'] == 'k8s_audit', alert)
        check(alert['time'] == '2026-01-01T00:00:00.000001000Z', alert)


def webhook(recorder, sysreel, rules, folder):
    recording = Recording(recorder, folder, '--k8s-audit-listen', '127.0.0.1:0')
    url = recording.url()
    one, two = json.dumps(CONFIGMAP), json.dumps(HARMLESS, indent=2)
    check(post(url, one) == 200, 'a single event')
    check(post(url, json.dumps({'kind': 'EventList', 'apiVersion': 'audit.k8s.io/v1', 'items': [CONFIGMAP, HARMLESS]})) == 200,
          'a list')
    check(post(url, '{"kind":"EventList","items":[]}') == 200, 'an empty list')
    check(post(url, [one.encode(), b'\n', two.encode()], {'Transfer-Encoding': 'chunked'}) == 200, 'a chunked body')
    check(post(url, '{"kind":"EventList","items":[' + one + ',{"auditID":') == 400, 'a broken body')
    check(post(url, '{"kind":"Pod","apiVersion":"v1"}') == 400, 'what is no audit event')
    check(post(url, '') == 400, 'an empty body')
    check(post(url, 'x' * 10, {'Content-Length': str((64 << 20) + 1)}) == 413, 'a body that says it is too large')
    filler_of_chunks = [b' ' * (1 << 20)] * 65
    check(post(url, filler_of_chunks, {'Transfer-Encoding': 'chunked'}) == 413, 'a body that turns out too large')
    filler = json.dumps({**HARMLESS, 'x': 'y' * (20 << 20)})
    check(post(url, filler) == 200, 'an event of 20 MiB')
    line = recording.stop()
    check('6 events' in line and 'nothing lost' in line and '5 Kubernetes audit requests or lines refused' in line, line)
    info = events_of(sysreel, recording.capture)
    check(info['events_by_type'] == {'k8s_audit': 6}, info)
    check(info['lost'].get('total') == 5, info)
    check(info['recorded_types'] == ['k8s_audit'], info)
    check_alerts(sysreel, recording.capture, rules, 3)


def back_pressure(recorder, sysreel, folder):
    """A capture that nobody takes makes the sender wait; taken, it has every event."""
    wanted, answers = 60, []
    process = subprocess.Popen([recorder, '-w', '-', '--k8s-audit-listen', '127.0.0.1:0'], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, **NOBODY)
    atexit.register(process.kill)
    url = next(line.split()[-1] for line in map(bytes.decode, process.stderr) if 'listening for' in line)

    def send():
        for _ in range(wanted):
            answers.append(post(url, json.dumps({**HARMLESS, 'x': os.urandom(512 << 10).hex()})))

    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    before = -1
    while before != len(answers):  # until it does not go on
        before = len(answers)
        time.sleep(2)
    check(0 < before < wanted, f'{before} of {wanted} requests were answered though nobody takes the capture')
    with open(folder / 'pressed.reel', 'wb') as capture:
        reader = threading.Thread(target=shutil.copyfileobj, args=(process.stdout, capture))
        reader.start()
        sender.join()
        process.terminate()
        reader.join()
    line = process.stderr.read().decode().splitlines()[-1]
    check(process.wait() == 0 and f'{wanted} events' in line and 'nothing lost' in line, line)
    check(answers == [200] * wanted, answers)
    check(events_of(sysreel, folder / 'pressed.reel')['events'] == wanted, 'every event')


def founding_matrix():
    """The founding rule's events, each with its own second, and which of them it must find."""
    labelled = {'metadata': {'labels': {'sensitive': 'true'}}}
    one_of_two = {'kind': 'ConfigMapList', 'items': [{'metadata': {'name': 'a'}}, labelled]}
    none_of_two = {'kind': 'ConfigMapList', 'items': [{'metadata': {'name': 'a'}}, {'metadata': {'labels': {'app': 'x'}}}]}
    rows = [(True, {}), (True, {'verb': 'list', 'responseObject': one_of_two})]
    rows += [(False, {'user': {'username': name, 'groups': ['dev']}}) for name in ('admin', 'kube-system', 'trusted-user')]
    rows += [(False, {'user': {'username': 'eve', 'groups': ['dev', 'system:masters']}}),
             (False, {'responseObject': {'metadata': {'labels': {'sensitive': 'false'}}}}),
             (False, {'responseObject': {'metadata': {}}}), (False, {'responseObject': None}),
             (False, {'verb': 'list', 'responseObject': none_of_two}),
             (False, {'verb': 'list', 'responseObject': one_of_two, 'user': {'username': 'admin'}})]
    events = [{**CONFIGMAP, **change, 'stageTimestamp': f'2026-01-01T00:00:{second:02d}.000000Z'}
              for second, (_, change) in enumerate(rows)]
    return events, [event['stageTimestamp'] for event, (fires, _) in zip(events, rows) if fires]


def alike(recorder, sysreel, rules, folder):
    """The founding rule finds the same through the webhook, the log file and import."""
    events, wanted = founding_matrix()
    log = folder / 'matrix.log'
    write(log, *events)
    hook = Recording(recorder, folder, '--k8s-audit-listen', '127.0.0.1:0')
    check(post(hook.url(), json.dumps({'kind': 'EventList', 'items': events})) == 200, 'the matrix')
    hook.stop()
    follower = Recording(recorder, folder, '--k8s-audit-log', str(log))
    time.sleep(0.5)
    follower.stop()
    imported = folder / 'matrix.reel'
    subprocess.run([sysreel, 'import', log, '-w', imported], check=True, capture_output=True)
    for capture in (hook.capture, follower.capture, imported, log):
        found = [alert['time'] for alert in alerts_of(sysreel, capture, rules) if alert['rule'] == 'unauthorized_configmap_access']
        check(found == [time[:-1] + '000Z' for time in wanted], f'{capture}: {found}')


def write(path, *events, mode='a'):
    with open(path, mode, encoding='utf-8') as log:
        log.write(''.join(json.dumps(event) + '\n' for event in events))


def log_file(recorder, sysreel, rules, folder):
    log = folder / 'audit.log'
    write(log, CONFIGMAP)
    recording = Recording(recorder, folder, '--k8s-audit-log', str(log))
    time.sleep(0.5)
    text = json.dumps(CONFIGMAP) + '\n'
    with open(log, 'a', encoding='utf-8') as half:
        half.write(text[:50])
        half.flush()
        time.sleep(0.3)
        half.write(text[50:] + 'no event\n')
    time.sleep(0.3)
    log.rename(folder / 'audit.log.1')  # rotated, and the old one is still written to for a moment
    write(folder / 'audit.log.1', HARMLESS)
    write(log, CONFIGMAP)
    time.sleep(0.5)
    write(log, HARMLESS, mode='w')  # truncated
    time.sleep(0.5)
    write(log, CONFIGMAP)  # read at the stop
    line = recording.stop()
    check('6 events' in line and '1 Kubernetes audit request or line refused' in line, line)
    check(events_of(sysreel, recording.capture)['events_by_type'] == {'k8s_audit': 6}, line)
    check_alerts(sysreel, recording.capture, rules, 4)


def tls(recorder, sysreel, folder):
    if not shutil.which('openssl'):
        print('no openssl command: TLS not tested')
        return
    cert, key = folder / 'cert.pem', folder / 'key.pem'
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
                    '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
                   check=True, capture_output=True)
    key.chmod(0o644)
    recording = Recording(recorder, folder, '--k8s-audit-listen', '127.0.0.1:0', '--k8s-audit-tls-cert', str(cert),
                          '--k8s-audit-tls-key', str(key))
    url = recording.url()
    check(url.startswith('https://'), url)
    check(post(url, json.dumps(CONFIGMAP), context=ssl.create_default_context(cafile=str(cert))) == 200, 'over TLS')
    check('1 events' in recording.stop(), 'the end line')
    check(events_of(sysreel, recording.capture)['events'] == 1, 'the event')


def together(recorder, sysreel, rules, folder):
    """System calls and requests in one capture; rules of both sources over it."""
    if os.getuid() != 0:
        print('not root: system calls and audit events together not tested')
        return
    go, capture = folder / 'go', folder / 'both.reel'
    script = f'while ! test -e {go}; do sleep 0.1; done; echo x > {folder}/written'
    process = subprocess.Popen([recorder, '-w', capture, '--k8s-audit-listen', '127.0.0.1:0', '--', 'sh', '-c', script],
                               stderr=subprocess.PIPE, text=True)
    url = next((line.split()[-1] for line in process.stderr if 'listening for' in line), None)
    if url is None:
        check(process.wait(timeout=60) == 4, 'the recorder ended')
        print('no BPF here: system calls and audit events together not tested')
        return
    check(post(url, json.dumps(CONFIGMAP)) == 200, 'a request while a command is recorded')
    go.touch()
    process.communicate(timeout=60)
    check(process.returncode == 0, f'exit {process.returncode}')
    info = events_of(sysreel, capture)
    by_type, by_source = info['events_by_type'], info['events_by_source']
    check(by_source['k8s_audit'] == 1 and by_source['syscall'] == info['events'] - 1, by_source)
    check(by_type.get('k8s_audit') == 1 and by_type.get('execve', 0) >= 1, by_type)
    rule = folder / 'written.yaml'
    rule.write_text(f'- rule: written\n  desc: d\n  condition: evt.type in (open, openat) and evt.is_open_write = true and '
                    f'fd.name = {folder}/written\n  output: "%fd.name"\n  priority: INFO\n')
    command = [sysreel, 'replay', capture, '-o', 'json', '-r', rules / 'k8s_audit.yaml', '-r', rules / 'examples', '-r', rule]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    found = [(alert['rule'], alert['source']) for alert in map(json.loads, result.stdout.splitlines())]
    check(found == [('unauthorized_configmap_access', 'k8s_audit'), ('written', 'syscall')], found)
    dump = subprocess.run([sysreel, 'dump', '--json', capture], capture_output=True, text=True, check=True).stdout
    numbers = [json.loads(line)['num'] for line in dump.splitlines()]
    check(sorted(numbers) == list(range(1, len(numbers) + 1)), 'every event has a number of its own')


def evidence(recorder, sysreel, folder):
    """What protects a capture of system calls protects one of audit events alone."""
    log = folder / 'evidence.log'
    write(log, CONFIGMAP)
    for key in ['sign', 'seal']:
        subprocess.run([sysreel, 'keygen', '-w', folder / key], check=True, stdout=subprocess.DEVNULL)
    for file in folder.glob('s*.key'):
        file.chmod(0o644)  # the recorder is another user
    policy = folder / 'policy.yaml'
    policy.write_text("{version: 1, rules: [{field: fd.name, regex: '(secret)', group: 1, action: drop}, "
                      '{field: user.name, action: token}]}\n')
    recording = Recording(recorder, folder, '--k8s-audit-log', str(log), '--sign', folder / 'sign.sign.key', '--encrypt-to',
                          folder / 'seal.seal.pub', '--redact', policy)
    part = pathlib.Path(f'{recording.capture}.part')
    while not part.exists() and recording.process.poll() is None:
        time.sleep(0.05)
    recording.stop()
    check(b'configmaps' not in recording.capture.read_bytes(), 'sealed')
    check(subprocess.run([sysreel, 'info', recording.capture], capture_output=True).returncode == 3, 'no key, no capture')
    with_key = ['--json', '--key', folder / 'seal.seal.key', recording.capture]
    verdict = subprocess.run([sysreel, 'verify', '--pubkey', folder / 'sign.sign.pub', *with_key], capture_output=True, text=True)
    check(json.loads(verdict.stdout)['signature'] == 'valid', verdict.stdout)
    info = subprocess.run([sysreel, 'info', *with_key], capture_output=True, text=True)
    check('secret' in json.dumps(json.loads(info.stdout)['redaction']), info.stdout)
    dump = subprocess.run([sysreel, 'dump', *with_key], capture_output=True, text=True, check=True).stdout
    check('eve\\' not in dump and 'tok_' in dump and 'configmaps' in dump, dump)


def wait_for(condition, what):
    until = time.monotonic() + 60
    while not condition():
        check(time.monotonic() < until, what)
        time.sleep(0.05)


def bounded(recorder, sysreel, folder):
    """A ring of audit events alone: bounded, pinned, each part intact, together one recording."""
    ring = folder / 'ring'
    ring.mkdir()
    ring.chmod(0o777)
    recording = Recording(recorder, ring, '-C', '64KiB', '-W', '3', '--trigger', 'SIGUSR1', '--pin-before', '600', '--pin-after',
                          '0', '--k8s-audit-listen', '127.0.0.1:0')
    url = recording.url()

    def fill(parts):
        seen = set()
        while len(seen) < parts:
            check(post(url, json.dumps({**HARMLESS, 'x': os.urandom(20 << 10).hex()})) == 200, 'an event for the ring')
            time.sleep(0.1)
            names = {path.name for path in ring.glob('*.reel')}
            check(len([name for name in names if '.pinned.' not in name]) <= 3, names)
            seen |= names

    fill(2)
    recording.process.send_signal(signal.SIGUSR1)
    wait_for(lambda: list(ring.glob('*.pinned.reel')), 'a file is pinned')
    fill(6)
    line = recording.stop()
    check('nothing lost' in line and '(part ' in line, line)
    parts = sorted(ring.glob('*.reel'))
    check(not list(ring.glob('*.part')), 'every part is closed')
    for part in parts:
        verdict = subprocess.run([sysreel, 'verify', '--json', part], capture_output=True, text=True, check=False)
        check(json.loads(verdict.stdout)['verdict'] == 'intact', verdict.stdout)
    newest = [part for part in parts if '.pinned.' not in part.name]
    check(len(newest) == 3, newest)
    dumps = [subprocess.run([sysreel, 'dump', '--json', part], capture_output=True, text=True, check=True).stdout for part in newest]
    numbers = [json.loads(line)['num'] for line in ''.join(dumps).splitlines()]
    check(numbers and numbers == list(range(numbers[0], numbers[0] + len(numbers))), numbers)


def short_of_space(recorder, sysreel, folder):
    """With --min-free a sender waits; what still waits at the end is refused, and the file says so."""
    recording = Recording(recorder, folder, '--min-free', '4000000GB', '--k8s-audit-listen', '127.0.0.1:0')
    url = recording.url()
    wait_for(lambda: 'paused' in recording.process.stderr.readline(), 'the pause')
    answers = []
    sender = threading.Thread(target=lambda: answers.append(post(url, json.dumps(HARMLESS))))
    sender.start()
    time.sleep(0.3)
    check(not answers, 'the sender waits')
    line = recording.stop()
    sender.join()
    check(answers == [503] and 'lost 1 events' in line, f'{answers} {line}')
    check(events_of(sysreel, recording.capture)['lost']['total'] == 1, 'the file says what it does not hold')


def quota(recorder, sysreel, folder):
    recording = Recording(recorder, folder, '--quota', '64KiB', '--k8s-audit-listen', '127.0.0.1:0')
    url = recording.url()
    while recording.process.poll() is None:
        try:
            post(url, json.dumps({**HARMLESS, 'x': os.urandom(20 << 10).hex()}))
        except OSError:
            break
        time.sleep(0.1)
    check(recording.process.wait(timeout=60) == 0, 'a quota ends the recording')
    check(events_of(sysreel, recording.capture)['state'] == 'closed', 'in order')


def refusals(recorder, folder):
    for flags in (['--k8s-audit-listen', 'nonsense'], ['--k8s-audit-listen', '127.0.0.1:99999'],
                  ['--k8s-audit-listen', '203.0.113.1:0'], ['--k8s-audit-log', str(folder)],
                  ['--k8s-audit-tls-cert', 'x.pem'], ['--k8s-audit-listen', '127.0.0.1:0', '--k8s-audit-tls-cert', 'x.pem'],
                  ['--k8s-audit-listen', '127.0.0.1:0', '--k8s-audit-tls-cert', '/x', '--k8s-audit-tls-key', '/x']):
        capture = folder / 'refused.reel'
        result = subprocess.run([recorder, '-w', capture, '-M', '1', *flags], capture_output=True, text=True, check=False,
                                timeout=30, **NOBODY)
        check(result.returncode == 3, f'{flags}: exit {result.returncode}, {result.stderr}')
        check(not list(folder.glob('refused.reel*')), f'{flags} leaves a file behind')


def main():
    recorder, sysreel, rules = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o777)
        webhook(recorder, sysreel, rules, folder)
        back_pressure(recorder, sysreel, folder)
        alike(recorder, sysreel, rules, folder)
        log_file(recorder, sysreel, rules, folder)
        tls(recorder, sysreel, folder)
        together(recorder, sysreel, rules, folder)
        evidence(recorder, sysreel, folder)
        bounded(recorder, sysreel, folder)
        short_of_space(recorder, sysreel, folder)
        quota(recorder, sysreel, folder)
        refusals(recorder, folder)
    print('good')
    return 0


if __name__ == '__main__':
    sys.exit(main())
