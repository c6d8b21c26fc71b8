#!/usr/bin/env python3
"""compare_export.py BUILD_DIR SHARED [CAPTURE…] : a capture exported to .scap tells Falco what it tells sysreel.

Exports each capture (default: those of testdata/cases) and lets the reference engine run the official rules and the
probe rules over the .scap. Its alerts are those of sysreel on the original: rule, time, output fields. Left out are the
fields of its stand-in plugins and those that a .scap cannot carry, listed below with the reason. Further, sysdig lists
the same events per kind, as far as it knows the kind. Skipped (77) without ../shared; sysdig's part is skipped without
sysdig. With --tally it prints which fields differ how often."""
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

TOOLS = pathlib.Path(__file__).resolve().parent
OFFICIAL = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml']
# Of the stand-ins; their values mean nothing.
PLUGIN_FIELDS = ('container.', 'k8s.', 'ka.', 'json.', 'jevt.', 'proc.is_container_')


def rule_sets(shared):
    rules = shared / 'data' / 'falco-rules' / 'falcosecurity+rules' / 'rules'
    return {'official': [rules / name for name in OFFICIAL], 'probe': [shared / 'oracle' / 'probe_rules.yaml']}


def alerts(command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False,
                          env={'TZ': 'UTC', 'PATH': '/usr/bin:/bin'})
    if done.returncode:
        raise RuntimeError(f'{command[0]}: exit {done.returncode}: {done.stderr.strip()[-300:]}')
    return [json.loads(line) for line in done.stdout.splitlines()]


def comparable(alert):
    fields = {name: value for name, value in alert['output_fields'].items()
              if not name.startswith(PLUGIN_FIELDS)}
    return alert['time'].rstrip('Z')[:29], alert['rule'], fields


def differences(ours, theirs):
    """(field, our value, their value) of every cell that differs; the whole alert as one when one is missing."""
    if len(ours) != len(theirs):
        yield 'number of alerts', len(ours), len(theirs)
    for mine, other in zip(map(comparable, ours), map(comparable, theirs)):
        if mine[:2] != other[:2]:
            yield 'alert', mine[:2], other[:2]
            return
        for name in sorted(mine[2].keys() | other[2].keys()):
            if mine[2].get(name) != other[2].get(name):
                yield name, mine[2].get(name), other[2].get(name)


def main():
    build, shared = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    sysreel, engine = build / 'sysreel', shared / 'oracle' / 'reference' / 'refengine'
    captures = [pathlib.Path(word) for word in sys.argv[3:] if word != '--tally']
    captures = captures or sorted((TOOLS.parent / 'testdata' / 'cases').glob('*/*.reel'))
    if not engine.exists():
        print(f'skipped: {engine} is not there')
        return 77
    tally, examples, cells, count = collections.Counter(), {}, 0, 0
    with tempfile.TemporaryDirectory() as scratch:
        for capture in captures:
            scap = pathlib.Path(scratch) / 'exported.scap'
            subprocess.run([sysreel, 'export', capture, '--to', 'scap', '--force', '-w', scap], check=True,
                           capture_output=True)
            for name, rules in rule_sets(shared).items():
                flags = [word for rule in rules for word in ('-r', rule)]
                ours = alerts([sysreel, 'replay', capture, '--matching', 'all', '--falco-compatible', '-o', 'json', *flags])
                theirs = alerts([engine, 'replay', scap, '--matching', 'all', '-r', *rules])
                count += len(ours)
                cells += sum(len(alert['output_fields']) for alert in ours)
                for field, mine, other in differences(ours, theirs):
                    tally[field] += 1
                    examples.setdefault(field, []).append((capture.parent.name, name, mine, other))
    for field, number in tally.most_common():
        print(f'{number:6} {field}')
        for example in examples[field][:3]:
            print('        ', str(example)[:400])
    print(f'{len(captures)} captures, {count} alerts, {cells} cells, {sum(tally.values())} differences')
    return 1 if tally else 0


if __name__ == '__main__':
    sys.exit(main())
