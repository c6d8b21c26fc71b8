#!/usr/bin/env python3
"""compare_audit.py SYSREEL CASE RULES SHARED : an attack that was recorded and audited, replayed from both.

CASE has capture.reel (system calls as sysreel-record saw them), audit.log.gz (what auditd wrote of the same script) and
expected.json: by set of rules and rule, how often each of the two finds it; and under `differ`, by rule and field, why a field
has another value. ausearch-i.log.gz is the same log as `ausearch -i` shows it, of which the alerts must be those of the log
itself in every field. The shipped host.yaml is in RULES; the official stable rules are looked for in SHARED, and left out
without it.
"""
import collections
import json
import pathlib
import subprocess
import sys

OFFICIAL = 'data/falco-rules/falcosecurity+rules/rules/falco_rules.yaml'
# What both must agree on where both have it.
FIELDS = ('proc.cmdline', 'proc.name', 'proc.exepath', 'proc.pname', 'user.uid', 'user.loginuid', 'proc.tty', 'fd.name',
          'evt.type', 'evt.arg.target', 'evt.arg.oldpath', 'evt.arg.linkpath', 'evt.arg.newpath', 'proc.cwd')


def alerts(sysreel, evidence, rules):
    """By rule, the alerts' fields in order."""
    done = subprocess.run([sysreel, 'replay', evidence, '-r', rules, '--source', 'syscall', '--matching', 'all', '-o', 'json'],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f'FAIL: replay of {evidence}: {done.stderr}')
    found = collections.defaultdict(list)
    for line in done.stdout.splitlines():
        alert = json.loads(line)
        found[alert['rule']].append(alert['output_fields'])
    return found


def disagreements(recorded, audited, explained):
    """Fields that both name and that differ without an explanation, of rules that both find equally often."""
    for rule in sorted(set(recorded) & set(audited)):
        if len(recorded[rule]) != len(audited[rule]):
            continue
        for ours, theirs in zip(recorded[rule], audited[rule]):
            for field in FIELDS:
                a, b = ours.get(field), theirs.get(field)
                if a is not None and b is not None and a != b and f'{rule}: {field}' not in explained:
                    yield f'{rule}: {field} is {a!r} as recorded, {b!r} as audited'


def main():
    sysreel, case, library, shared = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4])
    rule_sets = {'host': library / 'host.yaml', 'official': shared / OFFICIAL}
    expected = json.loads((case / 'expected.json').read_text())
    problems, rows = [], 0
    for name, rules in rule_sets.items():
        if not rules.exists():
            print(f'{name} rules are not there: left out')
            continue
        recorded = alerts(sysreel, case / 'capture.reel', rules)
        audited = alerts(sysreel, case / 'audit.log.gz', rules)
        numbers = {rule: [len(recorded[rule]), len(audited[rule])] for rule in sorted(set(recorded) | set(audited))}
        wanted = expected[name]
        if '--show' in sys.argv:
            print(json.dumps({name: numbers}, indent=1))
        if numbers != wanted:
            problems += [f'{name}: {rule}: {numbers.get(rule)} instead of {wanted.get(rule)} alerts (recorded, audited)'
                         for rule in sorted(set(numbers) | set(wanted)) if numbers.get(rule) != wanted.get(rule)]
        problems += disagreements(recorded, audited, expected['differ'])
        if alerts(sysreel, case / 'ausearch-i.log.gz', rules) != audited:
            problems.append(f'{name}: ausearch -i gives other alerts than the log that it shows')
        rows += len(numbers)
    print('\n'.join(problems) or f'{rows} rules find the same in both but for what is explained')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
