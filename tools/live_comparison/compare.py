#!/usr/bin/env python3
"""compare.py BUILD_DIR SHARED [--keep DIR] : alerts of sysreel and of the reference engine over harmless attacks, at once.

The reference engine watches the host live with the official rules, all that match, while sysreel-record records the tree of
run_steps.py; sysreel then replays the recording with the same rules. Both must tell the same multiset of (step, rule, command
line, file), where the step is what stands in the environment of the process. An attack must be told of, a near miss not.
--keep leaves capture and alerts in DIR. Exit 77 with a reason where that cannot be done.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import call_steps
import run_steps
import shell_steps

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from live_reference import LiveReference, reason_not_to_run  # noqa: E402

OFFICIAL = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml']
COMPARED = ['proc.env[SYSREEL_STEP]', 'proc.cmdline', 'fd.name']
# Each reads the clock at its own moment; what a successful execveat is called is in docs/falco-differences.md.
CLOCKS = {'evt.time', 'evt.time.iso8601'}
OTHERWISE = {('execveat-from-memory', 'evt.type')}
ATTACKS = {*shell_steps.ATTACKS, *call_steps.ATTACKS}
NEAR_MISSES = {*shell_steps.NEAR_MISSES, *call_steps.NEAR_MISSES}


def with_compared_fields(rules, folder):
    """A rule file that appends what is compared to the output of every rule of system calls."""
    names = []
    for file in rules:
        names += re.findall(r'^- rule: (.*?)\s*$', file.read_text(), re.MULTILINE)
    appended = ' '.join(f'%{field}' for field in COMPARED)
    path = folder / 'outputs.yaml'
    path.write_text(''.join(f'- rule: {name}\n  output: " {appended}"\n  override: {{output: append}}\n'
                            for name in dict.fromkeys(names)))
    return path


def alerts_of(lines):
    """(step, rule, command line, file) -> the fields of each alert in the order of time, of alerts in JSON."""
    found = collections.defaultdict(list)
    for line in lines:
        if not line.startswith('{'):
            continue
        alert = json.loads(line)
        step, command, file = (alert['output_fields'].get(field) for field in COMPARED)
        if step in ATTACKS or step in NEAR_MISSES:
            found[step, alert['rule'], command, file].append(alert['output_fields'])
    return found


def counted(alerts):
    return collections.Counter({key: len(fields) for key, fields in alerts.items()})


def record_and_watch(build, run_falco, rules, folder, profile='security'):
    """The alerts of both as JSON, ours first, then the reference engine's."""
    steps, capture = folder / 'steps', folder / 'steps.reel'
    steps.mkdir()
    record = [build / 'sysreel-record', '--force', '--profile', profile, '-w', capture, '--', sys.executable, run_steps.__file__, steps]
    engine = LiveReference(run_falco, folder / 'reference', rules,
                           options=['-o', 'rule_matching=all', '-o', 'engine.modern_ebpf.buf_size_preset=8'])
    with engine as reference:
        done = subprocess.run(record, capture_output=True, text=True, check=False)
        reference.wait_until_ready()  # then it has told of all that was before
    if done.returncode or 'nothing lost' not in done.stderr:
        raise SystemExit(f'the steps: exit {done.returncode}\n{done.stderr}{(steps / run_steps.OUTPUT).read_text()}')
    if 'drop detected: 0' not in reference.log.read_text():
        raise SystemExit(f'the reference engine lost events: {reference.log.read_text()[-300:]}')
    replay = [build / 'sysreel', 'replay', capture, '--falco-compatible', '--matching', 'all', '-o', 'json']
    for file in rules:
        replay += ['-r', file]
    replayed = subprocess.run(replay, capture_output=True, text=True, errors='replace', check=True)
    (folder / 'ours.jsonl').write_text(replayed.stdout)
    return replayed.stdout.splitlines(), reference.output.read_text(errors='replace').splitlines()


def fields_that_differ(ours, reference):
    """Lines, and how many values were compared."""
    lines, values = [], 0
    for key in ours.keys() & reference.keys():
        for own, other in zip(ours[key], reference[key]):
            for field, value in other.items():
                if field in CLOCKS or (key[0], field) in OTHERWISE:
                    continue
                values += 1
                if own.get(field, '<absent>') != value:
                    lines.append(f'{field}: {own.get(field, "<absent>")!r}, reference {value!r}: {" | ".join(map(str, key))}')
    return lines, values


def differences(ours, reference):
    """Lines that say what differs in the alerts as such, none when all agrees."""
    for who, surplus in (('only ours', ours - reference), ('only the reference', reference - ours)):
        for alert, count in sorted(surplus.items(), key=str):
            yield f'{who}: {count} × {" | ".join(map(str, alert))}'
    told = {step for step, *_ in reference}
    for step in sorted(ATTACKS - told):
        yield f'no alert of an attack: {step}'
    for step in sorted(NEAR_MISSES & told):
        yield f'an alert of a near miss: {step}'


def compare(build, run_falco, rules, folder):
    rules = [*rules, with_compared_fields(rules, folder)]
    ours, reference = map(alerts_of, record_and_watch(build, run_falco, rules, folder))
    wrong_fields, values = fields_that_differ(ours, reference)
    fired = {rule for _, rule, *_ in reference}
    ours, reference = counted(ours), counted(reference)
    lines = [*differences(ours, reference), *wrong_fields]
    for line in lines:
        print(line)
    print(f'{len(ATTACKS)} attacks and {len(NEAR_MISSES)} near misses: {reference.total()} alerts of {len(fired)} rules by the reference '
          f'engine, {ours.total()} by sysreel, {(ours & reference).total()} of them equal; {values} further values, '
          f'{len(wrong_fields)} differ')
    return 1 if lines or not values else 0


def missing(run_falco, rules):
    absent = [str(file) for file in rules if not file.exists()]
    return f'{absent[0]} is not there' if absent else reason_not_to_run(run_falco)


def cannot_record(build):
    if not (build / 'sysreel-record').exists():
        return 'sysreel-record was not built'
    doctor = subprocess.run([build / 'sysreel-record', 'doctor'], capture_output=True, text=True, check=False)
    return f'this host cannot record: {doctor.stdout.strip()[-200:]}' if doctor.returncode else None


def run(description, compare_in):
    """The command line of such a comparison; compare_in(build, run_falco, rules, folder) gives the exit code."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('shared', type=pathlib.Path)
    parser.add_argument('--keep', type=pathlib.Path)
    options = parser.parse_args()
    build, run_falco = options.build.resolve(), options.shared / 'oracle' / 'reference' / 'run-falco'
    rules = [options.shared / 'data/falco-rules/falcosecurity+rules/rules' / name for name in OFFICIAL]
    if reason := missing(run_falco, rules):
        print(reason)
        return 77
    if reason := cannot_record(build):
        print(reason)
        return 1 if os.environ.get('SYSREEL_REQUIRE_LIVE') == '1' else 77
    with tempfile.TemporaryDirectory(prefix='sysreel-steps-') as scratch:
        folder = options.keep or pathlib.Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        return compare_in(build, run_falco, rules, folder)


if __name__ == '__main__':
    sys.exit(run(__doc__, compare))
