#!/usr/bin/env python3
"""compare_alerts.py SYSREEL SHARED [official|probe|counts|detect ...] : replays the shared .scap captures and compares
alerts with what the reference engine gave.

official  the alerts of the 93 official rules: rule, time and output fields must be equal
probe     the alerts of rules that print some 100 fields: every alert must be there, and 99.5 % of the cells be equal
counts    alerts per rule of many rule files (oracle_scap_alerts.jsonl), rows that expect one and those that expect none
detect    counts of end-to-end tests (oracle_detect.jsonl) where the reference engine's own are recorded

Container and Kubernetes fields are not golden. Exit 77 without the data.
"""
import collections
import concurrent.futures
import gzip
import json
import os
import pathlib
import re
import subprocess
import sys

LEAST = 0.995
OFFICIAL = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml']


def not_golden(field):
    return field.startswith(('container.', 'k8s.')) or field == 'evt.num'


class Comparison:
    def __init__(self, sysreel, shared):
        self.sysreel, self.shared = sysreel, shared
        self.oracle = shared / 'oracle'
        self.captures = {str(path.relative_to(shared / 'data' / 'scap')): path
                         for path in (shared / 'data' / 'scap').glob('**/*.scap')}
        rules = shared / 'data' / 'falco-rules' / 'falcosecurity+rules' / 'rules'
        self.official_rules = [rules / name for name in OFFICIAL]
        self.of_containers = set()
        for path in self.official_rules:
            for rule in path.read_text().split('\n- rule: ')[1:] if path.exists() else []:
                if re.search('container', rule.split('condition:')[1].split('output:')[0]):
                    self.of_containers.add(rule.split('\n')[0].strip())
        self.good = True

    def replay(self, capture, rules, *options):
        command = [self.sysreel, 'replay', capture, '--falco-compatible', '-o', 'json', *options]
        for rule_file in rules:
            command += ['-r', rule_file]
        run = subprocess.run(command, capture_output=True, text=True, errors='replace', check=False)
        return run, [json.loads(line) for line in run.stdout.splitlines()]

    def golden(self, kind, rules):
        cells = missing = surplus = alerts = 0
        differences, samples = collections.Counter(), {}
        for path in sorted((self.oracle / 'scap_golden').glob(f'*.{kind}.jsonl.gz')):
            name = path.name.removesuffix(f'.{kind}.jsonl.gz')
            capture = self.captures.get(name.replace('__', '/'))
            if capture is None:
                continue
            run, found = self.replay(capture, rules, '--matching', 'all')
            if run.returncode:
                sys.exit(f'{capture}: exit {run.returncode}\n{run.stderr}')
            ours = collections.defaultdict(list)
            for alert in found:
                ours[alert['time'], alert['rule']].append(alert)
            expected = [json.loads(line) for line in gzip.open(path, 'rt')]
            alerts += len(expected)
            for alert in expected:
                candidates = ours[alert['time'], alert['rule']]
                if not candidates:
                    missing += 1
                    print(f'  missing in {name}: {alert["time"]} {alert["rule"]}')
                    continue
                own = candidates.pop(0)['output_fields']
                for field, value in alert['output_fields'].items():
                    if not_golden(field):
                        continue
                    cells += 1
                    if own.get(field, '<absent>') != value:
                        differences[field] += 1
                        samples.setdefault(field, f'{name} {alert["time"]}: {own.get(field, "<absent>")!r} reference {value!r}')
            # The stand-in for the container plugin says of every process that it runs on the host.
            left = [alert for alerts in ours.values() for alert in alerts if alert['rule'] not in self.of_containers]
            if kind == 'official' or len(expected) < 4000:
                surplus += len(left)
                for alert in left[:3]:
                    print(f'  surplus in {name}: {alert["time"]} {alert["rule"]}')
        bad = sum(differences.values())
        equal = 1 - bad / max(cells, 1)
        for field, count in differences.most_common(20):
            print(f'{count:6} {field}   {samples[field][:300]}')
        print(f'{kind}: {alerts} alerts, {missing} missing, {surplus} surplus, {cells} cells, {bad} differ, {equal:.3%} equal')
        least = 1.0 if kind == 'official' else LEAST
        self.good = self.good and not missing and not surplus and cells > 0 and equal >= least

    def official(self):
        self.golden('official', self.official_rules)

    def probe(self):
        self.golden('probe', [self.oracle / 'probe_rules.yaml'])

    def rule_file(self, name):
        for path in [self.oracle / 'rules' / name, self.oracle / name, *self.official_rules]:
            if path.exists() and path.name == name:
                return path
        return None

    def capture_named(self, name):
        return next((path for path in self.captures.values() if str(path).endswith('/' + name)), None)

    def counts(self):
        rows = [json.loads(line) for line in open(self.oracle / 'oracle_scap_alerts.jsonl')]
        rows = [(row, self.capture_named(row['capture']), self.rule_file(os.path.basename(row['rules']))) for row in rows]
        rows = [row for row in rows if row[1] and row[2]]

        def one(entry):
            row, capture, rules = entry
            _, found = self.replay(capture, [rules], '--matching', row['matching'])
            return row, dict(collections.Counter(alert['rule'] for alert in found))

        equal, total = collections.Counter(), collections.Counter()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for row, found in pool.map(one, rows):
                expected = {rule: count for rule, count in row['rule_counts'].items() if count}
                kind = 'that expect alerts' if expected else 'that expect none'
                total[kind] += 1
                equal[kind] += found == expected
                if found != expected:
                    print(f'  {row["rules"]} {row["capture"]} {row["matching"]}: {found} reference {expected}')
        for kind in sorted(total):
            print(f'counts: {equal[kind]} of {total[kind]} rows {kind} are equal')
        self.good = self.good and total and equal == total

    def detect(self):
        equal = total = 0
        for line in open(self.oracle / 'oracle_detect.jsonl'):
            row = json.loads(line)
            reference = row.get('reference_head')
            capture = self.capture_named(os.path.basename(row['capture_file'] or '/none'))
            if reference is None or capture is None or 'rule_counts' not in reference:
                continue
            rules = [self.rule_file(name + '.yaml') for name in row['rules']]
            if not all(rules):
                continue
            total += 1
            _, found = self.replay(capture, rules, *self.detect_options(row))
            counted = dict(collections.Counter(alert['rule'] for alert in found))
            equal += counted == {rule: count for rule, count in reference['rule_counts'].items() if count}
            if counted != {rule: count for rule, count in reference['rule_counts'].items() if count}:
                print(f'  {row["id"]} {row["test"]}: {counted} reference {reference["rule_counts"]} {row["options"]}')
        print(f'detect: {equal} of {total} rows are equal')
        self.good = self.good and total and equal == total

    @staticmethod
    def detect_options(row):
        options = []
        for option in row['options']:
            name, values = option[0], option[1:]
            if name == 'WithMinRulePriority':
                options += ['--min-priority', values[0].strip('"')]
            elif name == 'WithDisabledTags':
                options += [part for tag in values for part in ('--disable', 'tag:' + tag.strip('"'))]
            elif name == 'WithEnabledTags':
                options += ['--disable', '*']
                options += [part for tag in values for part in ('--enable', 'tag:' + tag.strip('"'))]
            elif name == 'WithDisabledRules':
                options += [part for rule in values for part in ('--disable', rule.strip('"'))]
            elif name == 'WithAllEvents':
                pass
        return options


def main():
    comparison = Comparison(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]))
    if not comparison.captures:
        print(f'{sys.argv[2]} has no captures')
        return 77
    for part in sys.argv[3:] or ['official', 'probe', 'counts', 'detect']:
        getattr(comparison, part)()
    return 0 if comparison.good else 1


if __name__ == '__main__':
    sys.exit(main())
