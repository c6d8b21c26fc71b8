#!/usr/bin/env python3
"""compare_k8s_audit.py SYSREEL SHARED : replays the shared Kubernetes audit traces with the rule files that upstream's
tests name (rows of SHARED/oracle/oracle_detect.jsonl) and compares how often each rule fires.

A row without counts expects no detection. The official rule file must load without a warning. Exit 77 without the data.
"""
import collections
import json
import pathlib
import subprocess
import sys

OFFICIAL = 'data/falco-rules/falcosecurity+plugins/plugins/k8saudit/rules/k8s_audit_rules.yaml'


def count(sysreel, trace, rules):
    command = [sysreel, 'replay', trace, '--source', 'k8s_audit', '-o', 'json']
    for rule in rules:
        command += ['-r', rule]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        sys.exit(f'{trace}: exit {result.returncode}\n{result.stderr}')
    return collections.Counter(json.loads(line)['rule'] for line in result.stdout.splitlines())


def main():
    sysreel, shared = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    rows = shared / 'oracle' / 'oracle_detect.jsonl'
    traces = {path.name: path for path in (shared / 'data' / 'k8s-audit').rglob('*.json')}
    if not rows.exists() or not traces:
        print(f'{shared} has no Kubernetes audit traces')
        return 77
    checked = wrong = 0
    for row in map(json.loads, rows.open(encoding='utf-8')):
        trace = traces.get(pathlib.Path(row.get('capture_file') or '').name)
        if trace is None or 'k8saudit' not in row.get('plugin', ''):
            continue
        named = [shared / OFFICIAL if rule == 'K8SAuditRules' else shared / 'oracle' / 'rules' / f'{rule}.yaml'
                 for rule in row['rules']]
        found = count(sysreel, trace, [str(path) for path in named])
        checked += 1
        if found != collections.Counter(row['expect'].get('rule_counts', {})):
            wrong += 1
            print(f'{row["id"]} {trace.name}: expected {row["expect"]}, found {dict(found)}')
    result = subprocess.run([sysreel, 'rules', 'check', str(shared / OFFICIAL)], capture_output=True,
                            text=True, check=False)
    if result.returncode or ': warning:' in result.stdout + result.stderr:
        wrong += 1
        print('the official rules: ' + result.stdout + result.stderr)
    print(f'{checked} replays, {wrong} differ')
    return 1 if wrong or not checked else 0


if __name__ == '__main__':
    sys.exit(main())
