#!/usr/bin/env python3
"""tools/bench/k8s_audit.py BUILD_DIR [--events N] [--rules FILE]... [--webhook] : replay and recording of Kubernetes audit
events of realistic size (about 2 kB).

Makes N events (a cluster's everyday requests: leases, watches, pods, configmaps), imports them, and prints, per CPU second
of the whole process and as the median of 5 runs, for the shipped rules and each FILE

  * events/s with rules that read no JSON, with one that reads one field, and with the rules;
  * JSON's share: what reading one field costs beyond reading none, of what the rules cost.

With --webhook the events are posted in lists of 100 by 4 connections to `sysreel-record --k8s-audit-listen` (as another user
when run as root, so that nothing else is recorded) and the recorder's end line and peak memory are printed.
"""
import argparse
import http.client
import json
import os
import pathlib
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time

NOBODY = {'user': 65534, 'group': 65534, 'extra_groups': []} if os.getuid() == 0 else {}


def make_event(dice, number):
    resource_name, verb, code = dice.choice(
        [('leases', 'update', 200)] * 6 + [('pods', 'get', 200)] * 4 + [('configmaps', 'get', 200)] * 3 +
        [('endpoints', 'watch', 200), ('pods', 'create', 201), ('pods', 'patch', 200), ('secrets', 'get', 403),
         ('nodes', 'patch', 200), ('events', 'create', 201)])
    user = dice.choice(['system:node:node-%d' % dice.randrange(50), 'system:kube-scheduler', 'system:apiserver',
                        'system:serviceaccount:web:app-%d' % dice.randrange(20), 'alice@example.com'])
    name, space = f'{resource_name}-{dice.randrange(5000)}', f'ns-{dice.randrange(40)}'
    metadata = {'name': name, 'namespace': space, 'uid': '%032x' % dice.getrandbits(128),
                'resourceVersion': str(10_000_000 + number), 'creationTimestamp': '2026-01-01T00:00:00Z',
                'labels': {'app': f'app-{dice.randrange(30)}', 'app.kubernetes.io/managed-by': 'helm',
                           'pod-template-hash': '%010x' % dice.getrandbits(40)},
                'managedFields': [{'manager': 'kubelet', 'operation': 'Update', 'apiVersion': 'v1', 'fieldsType': 'FieldsV1',
                                   'fieldsV1': {'f:metadata': {'f:labels': {'.': {}, 'f:app': {}}}, 'f:spec': {
                                       'f:containers': {'k:{"name":"main"}': {'.': {}, 'f:image': {}, 'f:env': {}}}}}}]}
    containers = [{'name': 'main', 'image': f'registry.example.com/team/app:{dice.randrange(100)}', 'env': [
        {'name': 'A', 'value': '%016x' % dice.getrandbits(64)},
        {'name': 'TOKEN_FILE', 'value': '/var/run/secrets/tokens/%08x/token' % dice.getrandbits(32)}], 'volumeMounts': [
            {'name': 'config', 'mountPath': '/etc/app', 'readOnly': True}], 'resources': {'limits': {'cpu': '500m', 'memory': '128Mi'}},
        'securityContext': {'allowPrivilegeEscalation': False, 'runAsNonRoot': True}}]
    body = {'kind': resource_name, 'apiVersion': 'v1', 'metadata': metadata, 'spec': {'containers': containers}}
    seconds = number // 100
    stamp = '2026-01-01T%02d:%02d:%02d.%06dZ' % (seconds // 3600 % 24, seconds // 60 % 60, seconds % 60, number % 100 * 10_000)
    event = {'kind': 'Event', 'apiVersion': 'audit.k8s.io/v1', 'level': 'RequestResponse',
             'auditID': '%08x-%04x-%04x' % (dice.getrandbits(32), dice.getrandbits(16), number & 0xffff),
             'stage': 'ResponseComplete', 'requestURI': f'/api/v1/namespaces/{space}/{resource_name}/{name}?timeout=10s',
             'verb': verb, 'user': {'username': user, 'uid': '%032x' % dice.getrandbits(128),
                                    'groups': ['system:authenticated', 'system:nodes']},
             'sourceIPs': ['10.0.%d.%d' % (dice.randrange(256), dice.randrange(256))],
             'userAgent': 'kubelet/v1.31.0 (linux/amd64) kubernetes/0123abc',
             'objectRef': {'resource': resource_name, 'namespace': space, 'name': name, 'apiVersion': 'v1'},
             'responseStatus': {'metadata': {}, 'code': code}, 'responseObject': body,
             'requestReceivedTimestamp': stamp, 'stageTimestamp': stamp,
             'annotations': {'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': 'RBAC: allowed by x'}}
    if verb in ('create', 'update', 'patch'):
        event['requestObject'] = {'kind': resource_name, 'metadata': {'name': name}, 'spec': {'containers': containers}}
    return json.dumps(event, separators=(',', ':'))


def cpu_seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def rule(condition):
    return f'- rule: r\n  desc: d\n  condition: {condition}\n  output: o\n  priority: INFO\n  source: k8s_audit\n'


def replay_speed(build, folder, capture, events, rule_files):
    sysreel = build / 'sysreel'
    none, one = folder / 'none.yaml', folder / 'one.yaml'
    none.write_text(rule('evt.num < 0'))
    one.write_text(rule('ka.auditid = x'))
    for rules in rule_files:
        times = {name: [] for name in ('none', 'one', 'rules')}
        for _ in range(5):  # interleaved
            for name, file in (('none', none), ('one', one), ('rules', rules)):
                times[name].append(cpu_seconds([sysreel, 'replay', capture, '-r', file, '-o', 'json=/dev/null', '--force']))
        none_s, one_s, rules_s = (statistics.median(times[name]) for name in ('none', 'one', 'rules'))
        print(f'{pathlib.Path(rules).name}: no JSON {events / none_s:,.0f} events/s, one field {events / one_s:,.0f}, '
              f'rules {events / rules_s:,.0f}; JSON {100 * (one_s - none_s) / rules_s:.0f} % of the rules\' time')


def post_all(url, lines, connections):
    host = url.split('//')[1]

    def run(share):
        connection = http.client.HTTPConnection(host, timeout=120)
        for at in range(0, len(share), 100):
            body = '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[' + ','.join(share[at:at + 100]) + ']}'
            connection.request('POST', '/', body)
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                sys.exit(f'status {response.status}')

    threads = [threading.Thread(target=run, args=(lines[i::connections],)) for i in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def record_webhook(build, folder, lines):
    capture = folder / 'webhook.reel'
    recorder = subprocess.Popen([build / 'sysreel-record', '-w', capture, '--k8s-audit-listen', '127.0.0.1:0'],
                                stderr=subprocess.PIPE, text=True, **NOBODY)
    url = next(line for line in recorder.stderr if 'listening for' in line).split()[-1]
    start = time.monotonic()
    post_all(url, lines, 4)
    seconds = time.monotonic() - start
    status = pathlib.Path(f'/proc/{recorder.pid}/status').read_text()
    peak = next(line for line in status.splitlines() if line.startswith('VmHWM')).split()[1]
    recorder.terminate()
    print(f'webhook: {len(lines) / seconds:,.0f} events/s received, peak memory {int(peak) / 1024:.0f} MiB')
    print(recorder.communicate()[1].strip())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('--events', type=int, default=100_000)
    parser.add_argument('--rules', action='append', default=[])
    parser.add_argument('--webhook', action='store_true')
    options = parser.parse_args()
    build = options.build.resolve()
    dice = random.Random(7)
    lines = [make_event(dice, number) for number in range(options.events)]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o777)
        log, capture = folder / 'audit.log', folder / 'audit.reel'
        log.write_text('\n'.join(lines) + '\n')
        seconds = cpu_seconds([build / 'sysreel', 'import', log, '-w', capture])
        print(f'{options.events} events, {log.stat().st_size / options.events:.0f} bytes each, '
              f'{capture.stat().st_size / options.events:.0f} in the capture; import {options.events / seconds:,.0f} events/s')
        shipped = build.parent / 'rules/library/k8s_audit.yaml'
        replay_speed(build, folder, capture, options.events, [shipped, *options.rules])
        if options.webhook:
            record_webhook(build, folder, lines)


if __name__ == '__main__':
    main()
