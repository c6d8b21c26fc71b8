#!/usr/bin/env python3
"""compare_replay.py SYSREEL SHARED : replays the shared .scap captures with the probe rules and compares every output
field with what the reference engine printed (SHARED/oracle/scap_golden/*.probe.jsonl.gz).

At least 99.5 % of the cells must be equal, and every alert must be there. Container and Kubernetes fields are not
golden. Prints the fields that differ, most frequent first. Exit 77 without the data.
"""
import collections
import gzip
import json
import pathlib
import subprocess
import sys

LEAST = 0.995


def alerts(sysreel, capture, rules):
    command = [sysreel, 'replay', capture, '--matching', 'all', '--falco-compatible', '-o', 'json', '-r', rules]
    result = subprocess.run(command, capture_output=True, text=True, errors='replace', check=False)
    if result.returncode:
        sys.exit(f'{capture}: exit {result.returncode}\n{result.stderr}')
    found = collections.defaultdict(list)
    for line in result.stdout.splitlines():
        alert = json.loads(line)
        found[alert['time'], alert['rule']].append(alert)
    return found


def main():
    sysreel, shared = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    golden = sorted((shared / 'oracle' / 'scap_golden').glob('*.probe.jsonl.gz'))
    if not golden:
        print(f'{shared} has no golden alerts')
        return 77
    cells = missing = 0
    differences = collections.Counter()
    for path in golden:
        capture = shared / 'data' / 'scap' / path.name.removesuffix('.probe.jsonl.gz').replace('__', '/')
        if not capture.exists():
            continue
        found = alerts(sysreel, capture, shared / 'oracle' / 'probe_rules.yaml')
        for line in gzip.open(path, 'rt'):
            expected = json.loads(line)
            candidates = found[expected['time'], expected['rule']]
            if not candidates:
                missing += 1
                continue
            ours = candidates.pop(0)['output_fields']
            for field, value in expected['output_fields'].items():
                if field.startswith(('container.', 'k8s.')) or field == 'evt.num':
                    continue
                cells += 1
                differences[field] += ours.get(field, '<absent>') != value
    bad = sum(differences.values())
    equal = 1 - bad / max(cells, 1)
    for field, count in differences.most_common(20):
        if count:
            print(f'{count:6} {field}')
    print(f'{cells} cells, {bad} differ, {equal:.3%} equal, {missing} alerts missing')
    return 0 if missing == 0 and equal >= LEAST and cells else 1


if __name__ == '__main__':
    sys.exit(main())
