#!/usr/bin/env python3
"""k8s_audit_test.py SYSREEL RULES : every rule of rules/library/k8s_audit.yaml fires on an event made for it and stays
quiet on near misses of that event.

A case is a rule, the event that it must fire on, and changes of that event that must silence it. The founding rule
(rules/library/examples) is a case like the others.
"""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile


def event(verb, resource, namespace='default', subresource=None, request=None, name='x', **more):
    made = {'kind': 'Event', 'apiVersion': 'audit.k8s.io/v1', 'level': 'RequestResponse', 'auditID': 'a',
            'stage': 'ResponseComplete', 'requestURI': '/api', 'verb': verb,
            'user': {'username': 'bob', 'groups': ['system:authenticated']}, 'sourceIPs': ['10.0.0.1'],
            'objectRef': {'resource': resource, 'name': name}, 'responseStatus': {'code': 200},
            'stageTimestamp': '2026-01-01T00:00:00.000000Z'}
    if namespace:
        made['objectRef']['namespace'] = namespace
    if subresource:
        made['objectRef']['subresource'] = subresource
    if request is not None:
        made['requestObject'] = request
    made.update(more)
    return made


def pod(namespace='default', **spec):
    spec.setdefault('containers', [{'name': 'a', 'image': 'nginx:1'}])
    return event('create', 'pods', namespace, request={'spec': spec}, responseStatus={'code': 201})


def container(**context):
    return [{'name': 'a', 'image': 'nginx:1', 'securityContext': context}]


def role(**rule):
    return event('create', 'clusterroles', None, request={'rules': [rule]})


def binding(name, *subjects):
    return event('create', 'clusterrolebindings', None, request={'roleRef': {'name': name}, 'subjects': list(subjects)})


def change(path, value):
    """A change of an event: sets what the path (names and numbers with dots) leads to, or removes it."""
    def apply(made):
        *way, last = [int(part) if part.isdigit() else part for part in path.split('/')]
        for part in way:
            made = made.setdefault(part, {}) if isinstance(made, dict) else made[part]
        if value is None:
            made.pop(last, None)
        else:
            made[last] = value
    apply.__name__ = f'{path}={value}'
    return apply


SYSTEM = change('user/username', 'system:kube-scheduler')
KUBE_SYSTEM = change('user/username', 'system:serviceaccount:kube-system:daemon-set-controller')
REFUSED = change('responseStatus/code', 403)
EARLY = change('stage', 'RequestReceived')
STATUS = change('objectRef/subresource', 'status')
READ = change('verb', 'get')
SPEC = 'requestObject/spec/'

CASES = [
    ('K8s privileged pod created', pod(containers=container(privileged=True)),
     [SYSTEM, KUBE_SYSTEM, REFUSED, EARLY, STATUS, READ, change(SPEC + 'containers/0/securityContext/privileged', False)]),
    ('K8s privileged pod created', pod(initContainers=container(privileged=True)), [SYSTEM]),
    ("K8s pod on the node's network", pod(hostNetwork=True), [SYSTEM, REFUSED, change(SPEC + 'hostNetwork', False)]),
    ("K8s pod sees the node's processes", pod(hostPID=True), [SYSTEM, REFUSED, change(SPEC + 'hostPID', False)]),
    ("K8s pod sees the node's processes", pod(hostIPC=True), [change(SPEC + 'hostIPC', False)]),
    ('K8s sensitive path of the node mounted', pod(volumes=[{'name': 'v', 'hostPath': {'path': '/etc'}}]),
     [SYSTEM, change(SPEC + 'volumes/0/hostPath/path', '/data'), change(SPEC + 'volumes', [{'emptyDir': {}}])]),
    ('K8s pod with dangerous capabilities created', pod(containers=container(capabilities={'add': ['CHOWN', 'SYS_ADMIN']})),
     [SYSTEM, change(SPEC + 'containers/0/securityContext/capabilities/add', ['CHOWN'])]),
    ('K8s pod created in a system namespace', pod('kube-system'),
     [SYSTEM, KUBE_SYSTEM, REFUSED, change('objectRef/namespace', 'web')]),
    ('K8s command run in a pod',
     event('create', 'pods', subresource='exec', stage='ResponseStarted', responseStatus={'code': 101},
           requestURI='/api/v1/namespaces/default/pods/x/exec?command=sh&stdin=true'),
     [SYSTEM, REFUSED, EARLY, change('objectRef/subresource', 'log'), change('objectRef/resource', 'nodes')]),
    ('K8s command run in a pod', event('get', 'pods', subresource='attach'), [change('objectRef/subresource', 'proxy')]),
    ('K8s port of a pod forwarded', event('create', 'pods', subresource='portforward', responseStatus={'code': 101}),
     [SYSTEM, REFUSED, change('objectRef/subresource', 'log')]),
    ('K8s debug container added to a pod',
     event('patch', 'pods', subresource='ephemeralcontainers',
           request={'spec': {'ephemeralContainers': [{'name': 'd', 'image': 'busybox'}]}}), [SYSTEM, REFUSED, READ]),
    ('K8s anonymous request answered',
     event('list', 'pods', user={'username': 'system:anonymous', 'groups': ['system:unauthenticated']}),
     [REFUSED, change('user/username', 'bob'), change('requestURI', '/healthz'), change('requestURI', '/version')]),
    ('K8s cluster-admin granted', binding('cluster-admin', {'kind': 'User', 'name': 'eve'}),
     [SYSTEM, REFUSED, change('requestObject/roleRef/name', 'view'), READ]),
    ('K8s powers granted to everybody', binding('view', {'kind': 'Group', 'name': 'system:unauthenticated'}),
     [SYSTEM, REFUSED, change('requestObject/subjects/0/name', 'dev'), change('requestObject/subjects/0/kind', 'User')]),
    ('K8s powers granted to everybody', binding('view', {'kind': 'User', 'name': 'system:anonymous'}),
     [change('requestObject/subjects/0/name', 'eve')]),
    ('K8s role with all verbs or resources created', role(apiGroups=[''], resources=['pods'], verbs=['*']),
     [SYSTEM, REFUSED, change('requestObject/rules/0/verbs', ['get'])]),
    ('K8s role with all verbs or resources created', role(apiGroups=[''], resources=['*'], verbs=['get']),
     [change('requestObject/rules/0/resources', ['pods'])]),
    ('K8s role that leads to more powers created', role(apiGroups=[''], resources=['users'], verbs=['impersonate']),
     [SYSTEM, REFUSED, change('requestObject/rules/0/verbs', ['get'])]),
    ('K8s role that runs commands in pods created', role(apiGroups=[''], resources=['pods/exec'], verbs=['create']),
     [SYSTEM, REFUSED, change('requestObject/rules/0/resources', ['pods/log'])]),
    ('K8s role of the system changed', event('patch', 'clusterroles', None, name='system:node', request={}),
     [SYSTEM, REFUSED, READ, change('objectRef/name', 'mine')]),
    ('K8s another user impersonated', event('get', 'pods', impersonatedUser={'username': 'alice'}),
     [SYSTEM, EARLY, change('impersonatedUser', None)]),
    ('K8s secrets listed across namespaces', event('list', 'secrets', None),
     [SYSTEM, REFUSED, change('objectRef/namespace', 'web'), change('objectRef/resource', 'pods')]),
    ('K8s secret of the system read', event('get', 'secrets', 'kube-system'),
     [SYSTEM, KUBE_SYSTEM, REFUSED, change('objectRef/namespace', 'web'), change('verb', 'create')]),
    ('K8s access to secrets refused',
     event('get', 'secrets', user={'username': 'system:serviceaccount:web:default'}, responseStatus={'code': 403}),
     [change('responseStatus/code', 200), change('user/username', 'bob'), change('objectRef/resource', 'pods')]),
    ('K8s token of a service account requested', event('create', 'serviceaccounts', subresource='token'),
     [change('user/username', 'system:node:n1'), REFUSED, change('objectRef/subresource', None)]),
    ('K8s service account created in a system namespace', event('create', 'serviceaccounts', 'kube-system'),
     [SYSTEM, REFUSED, change('objectRef/namespace', 'web'), change('objectRef/subresource', 'token')]),
    ('K8s client certificate requested',
     event('create', 'certificatesigningrequests', None,
           request={'spec': {'signerName': 'kubernetes.io/kube-apiserver-client', 'groups': ['x']}}),
     [SYSTEM, REFUSED, change(SPEC + 'signerName', 'kubernetes.io/kubelet-serving'), STATUS]),
    ('K8s credentials stored in a ConfigMap',
     event('create', 'configmaps', request={'data': {'env': 'AWS_SECRET_ACCESS_KEY=abc'}}),
     [SYSTEM, REFUSED, change('requestObject/data', {'env': 'DEBUG=1'}), change('objectRef/resource', 'secrets')]),
    ('K8s admission webhook changed', event('create', 'mutatingwebhookconfigurations', None, request={'webhooks': []}),
     [SYSTEM, REFUSED, READ, change('objectRef/resource', 'pods')]),
    ('K8s CronJob created', event('create', 'cronjobs', request={'spec': {'schedule': '* * * * *'}}),
     [SYSTEM, REFUSED, READ, STATUS]),
    ('K8s DaemonSet created', event('create', 'daemonsets', request={}), [SYSTEM, REFUSED, READ, STATUS]),
    ('K8s service opened to the outside', event('create', 'services', request={'spec': {'type': 'NodePort', 'ports': []}}),
     [SYSTEM, REFUSED, change(SPEC + 'type', 'ClusterIP'), STATUS]),
    ('K8s events deleted', event('deletecollection', 'events'), [SYSTEM, REFUSED, READ, change('objectRef/resource', 'pods')]),
    ('K8s namespace deleted', event('delete', 'namespaces', None),
     [SYSTEM, REFUSED, READ, change('objectRef/subresource', 'finalize')]),
    ('unauthorized_configmap_access',
     event('get', 'configmaps', responseObject={'metadata': {'labels': {'sensitive': 'true', 'app': 'x'}}}),
     [change('user/username', 'admin'), change('user/username', 'kube-system'), change('user/username', 'trusted-user'),
      change('user/groups', ['dev', 'system:masters']), change('responseObject/metadata/labels', {'app': 'x'}),
      change('responseObject/metadata', {}), change('responseObject/metadata/labels/sensitive', 'false'),
      change('responseObject', None), change('verb', 'watch'), change('objectRef/resource', 'secrets'), EARLY]),
    ('unauthorized_configmap_access',
     event('list', 'configmaps', responseObject={'kind': 'ConfigMapList', 'items': [
         {'metadata': {'name': 'a'}}, {'metadata': {'name': 'b', 'labels': {'sensitive': 'true'}}}]}),
     [change('responseObject/items/1/metadata/labels', {}), change('user/username', 'admin'),
      change('user/groups', ['system:masters'])]),
]


def rule_names(rules):
    lines = (rules / 'k8s_audit.yaml').read_text(encoding='utf-8').splitlines()
    return {line.removeprefix('- rule: ') for line in lines if line.startswith('- rule: ')}


def main():
    sysreel, rules = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    events, expected = [], []  # expected: (rule, fires, what was changed)
    for name, made, changes in CASES:
        events.append(made)
        expected.append((name, True, 'as made'))
        for apply in changes:
            events.append(copy.deepcopy(made))
            apply(events[-1])
            expected.append((name, False, apply.__name__))
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / 'audit.log'
        log.write_text(''.join(json.dumps(made) + '\n' for made in events), encoding='utf-8')
        command = [sysreel, 'replay', log, '--matching', 'all', '-o', 'json', '-r', rules / 'k8s_audit.yaml',
                   '-r', rules / 'examples' / 'founding_rules.yaml']
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    warned = any('k8s_audit.yaml:' in line for line in result.stderr.splitlines())
    problems = [result.stderr] if result.returncode or warned else []
    fired = {}
    for alert in map(json.loads, result.stdout.splitlines()):
        fired.setdefault(alert['sysreel']['event'], set()).add(alert['rule'])
        if alert['source'] != 'k8s_audit':
            problems.append(f'{alert["rule"]}: source {alert["source"]}')
    for number, (name, fires, why) in enumerate(expected, 1):
        if (name in fired.get(number, set())) != fires:
            problems.append(f'{name}: {"does not fire" if fires else "fires"}, {why}')
    untested = rule_names(rules) - {name for name, _, _ in CASES}
    problems += [f'{name}: no case' for name in sorted(untested)]
    print('\n'.join(problems + [f'{len(expected)} events, {len(CASES)} cases, {len(problems)} problems']))
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
