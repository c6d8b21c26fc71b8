#!/usr/bin/env python3
"""compare_filters.py SYSREEL SHARED [--count N] [--seed S] [--captures PART,PART] : conditions over all fields, true on
which events? Ours against the reference engine's, event by event, on the shared .scap captures.

Conditions are made from values that fields really have at some event of the capture (and from values near them), so that
each is true at few events but not at none. They are evaluated as rules, some hundreds a run, --matching all. Prints each
condition on which the engines disagree, with the first event. Container and Kubernetes fields are left out: the reference
engine's are stand-ins. Counted apart are conditions that disagree only where docs/falco-differences.md says why: at events of
threads of which nothing is known, and of generic calls that a `not` on another call's name excludes. Exit 77 without the data.
"""
import argparse
import collections
import ipaddress
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

from compare_fields import all_fields, known_to_reference, NOT_GOLDEN, TWICE

# docs/falco-differences.md has the reason of each.
LISTED = NOT_GOLDEN | TWICE | {'proc.ppid.duration', 'fd.types', 'evt.buffer', 'evt.time', 'evt.time.s', 'evt.datetime',
                               'evt.datetime.s', 'evt.time.iso8601', 'evt.reltime', 'evt.reltime.s', 'evt.reltime.ns',
                               'fd.containername', 'fd.containerdirectory'}
FILTER_ONLY = {'fd.ip': 'fd.sip', 'fd.port': 'fd.sport', 'fd.proto': 'fd.sport', 'fd.net': 'fd.sip', 'fd.cnet': 'fd.cip',
               'fd.snet': 'fd.sip', 'fd.lnet': 'fd.lip', 'fd.rnet': 'fd.rip', 'evt.type.is.open': 'evt.count',
               'evt.type.is.read': 'evt.count', 'proc.apid': 'proc.ppid', 'proc.aname': 'proc.pname'}
RULES_A_RUN = 300
# Reading it gives the event another descriptor for all that is read behind it, in other rules too.
DISTURBING = 'evt.abspath'


def replay(command, capture, conditions):
    """Per rule the event numbers on which it fired; None when the rules did not load."""
    rules = [{'rule': f'r{i}', 'desc': 'd', 'condition': condition, 'output': '%evt.num', 'priority': 'INFO'}
             for i, condition in enumerate(conditions)]
    with tempfile.NamedTemporaryFile('w', suffix='.yaml') as file:
        json.dump(rules, file)
        file.flush()
        fired = collections.defaultdict(set)
        words = [str(part).replace('CAPTURE', str(capture)).replace('RULES', file.name) for part in command]
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, errors='replace',
                              env=dict(os.environ, TZ='UTC')) as run:
            for line in run.stdout:  # gigabytes, where many rules fire often
                alert = json.loads(line)
                fired[alert['rule']].add(alert['output_fields']['evt.num'])
        if run.returncode:
            return None
    return [fired[f'r{i}'] for i in range(len(conditions))]


class Engines:
    def __init__(self, sysreel, engine):
        self.ours = [sysreel, 'replay', 'CAPTURE', '--falco-compatible', '--matching', 'all', '-o', 'json', '-r', 'RULES']
        self.theirs = [engine, 'replay', 'CAPTURE', '--matching', 'all', '-r', 'RULES']

    def both(self, capture, conditions):
        return replay(self.ours, capture, conditions), replay(self.theirs, capture, conditions)

    def loadable(self, capture, conditions):
        """Those that the reference engine loads; a file is refused as a whole, so halves are tried."""
        if not conditions or replay(self.theirs, capture, conditions) is not None:
            return conditions
        if len(conditions) == 1:
            return []
        half = len(conditions) // 2
        return self.loadable(capture, conditions[:half]) + self.loadable(capture, conditions[half:])


class Maker:
    def __init__(self, seed, values):
        self.random = random.Random(seed)
        self.values = values
        self.fields = sorted(values)

    def quoted(self, text):
        escaped = text.replace('\\', '\\\\').replace('"', '\\"')
        return f'"{escaped}"'

    def near(self, value):
        if not value or self.random.random() < 0.7:
            return value
        cut = self.random.randrange(len(value))
        return value[:cut] + self.random.choice(['', 'x', value[cut:].upper(), value[cut + 1:]])

    def text_check(self, field, value):
        operator = self.random.choice(['=', '!=', 'contains', 'icontains', 'startswith', 'endswith', 'in', 'pmatch', 'glob',
                                       'exists', 'intersects'])
        if operator == 'exists':
            return f'{field} exists'
        if operator in ('in', 'intersects'):
            more = self.random.choice(self.values[field])
            return f'{field} in ({self.quoted(str(value))}, {self.quoted(str(more))})'
        part = str(value)
        if operator in ('contains', 'icontains', 'startswith', 'endswith') and len(part) > 2:
            begin = 0 if operator == 'startswith' else self.random.randrange(len(part) - 1)
            end = len(part) if operator == 'endswith' else self.random.randrange(begin + 1, len(part) + 1)
            part = part[begin:end]
        part = self.near(part)
        if operator == 'glob':
            part = ''.join('?' if c in '*?[]' or self.random.random() < 0.1 else c for c in part[:20]) + '*'
        if operator == 'pmatch':
            return f'{field} pmatch ({self.quoted(part)})'
        return f'{field} {operator} {self.quoted(part)}'

    def number_check(self, field, value):
        if self.random.random() < 0.3:
            value = max(0, value + self.random.choice([-1, 1]))
        operator = self.random.choice(['=', '!=', '<', '<=', '>', '>=', 'in', 'exists'])
        if operator == 'exists' and field not in FILTER_ONLY:
            return f'{field} exists'
        if operator == 'in' and field != 'proc.apid':
            return f'{field} in ({value}, {value + 1})'
        return f'{field} {operator if operator not in ("in", "exists") else "="} {value}'

    def address_check(self, field, value):
        if field.endswith('net'):
            width = self.random.choice([8, 16, 24, 31, 32] if '.' in value else [16, 48, 64, 127])
            network = ipaddress.ip_network(f'{value}/{width}', strict=False)
            operator = self.random.choice(['=', '!=', 'in'])
            return f'{field} in ({network})' if operator == 'in' else f'{field} {operator} {network}'
        return f'{field} {self.random.choice(["=", "!="])} {value}'

    def check(self, fields):
        field = self.random.choice(fields)
        value = self.random.choice(self.values[field])
        if field.endswith(('ip', 'net')) and field.startswith('fd.'):
            return self.address_check(field, value)
        if isinstance(value, bool):
            return f'{field} {self.random.choice(["=", "!="])} {str(value).lower()}'
        if isinstance(value, int):
            return self.number_check(field, value)
        return self.text_check(field, value)

    def condition(self):
        text = self.check(self.fields)
        if DISTURBING in text:
            return text
        quiet = [field for field in self.fields if not field.startswith(DISTURBING)]
        for _ in range(self.random.choice([0, 0, 0, 1, 1, 2])):
            text += self.random.choice([' and ', ' or ', ' and not ']) + self.check(quiet)
        return text if self.random.random() < 0.9 else f'not ({text})'


def values_of(engine, capture, fields):
    """Values of each field at some event; events of threads of which nothing is known; events of generic calls."""
    unknown, generic = set(), set()
    run = subprocess.run([engine, 'fields', capture, ','.join(fields)], capture_output=True, text=True, errors='replace',
                         env=dict(os.environ, TZ='UTC'), check=True)
    values = collections.defaultdict(dict)
    for line in run.stdout.splitlines():
        event = json.loads(line)
        if event['proc.nthreads'] == 0:
            unknown.add(event['num'])
        if event['evt.arg.ID'] is not None:
            generic.add(event['num'])
        for field, value in event.items():
            usable = isinstance(value, (str, int)) and (not isinstance(value, str) or
                                                        (value.isprintable() and len(value) < 200))
            if field in ('num', 'time', 'type') or not usable or len(values[field]) >= 60:
                continue
            values[field].setdefault(repr(value), value)
    found = {field: list(known.values()) for field, known in values.items()
             if known and field not in LISTED and not field.startswith(('evt.rawarg', 'proc.aenv['))}
    for field, source in FILTER_ONLY.items():
        if source in found:
            found[field] = found[source]
    return found, unknown, generic


def is_listed(condition, events, unknown, generic):
    """Whether docs/falco-differences.md says why the engines differ at these events."""
    if events <= unknown:
        return True
    return 'not' in condition.split() and ('evt.type' in condition or 'syscall.type' in condition) and events <= generic


class Comparison:
    def __init__(self, engines):
        self.engines = engines
        self.compared = self.fired = self.disagreed = self.listed = self.refused = 0
        self.by_field = collections.Counter()

    def compare(self, capture, conditions, unknown, generic):
        conditions = self.engines.loadable(capture, conditions)
        if not conditions:
            return
        ours, theirs = self.engines.both(capture, conditions)
        if ours is None:
            self.refused += len(conditions)
            print(f'refused by sysreel alone: one of {len(conditions)} conditions on {capture.name}')
            return
        for condition, own, reference in zip(conditions, ours, theirs):
            self.compared += 1
            self.fired += bool(reference)
            if own == reference:
                continue
            if is_listed(condition, own ^ reference, unknown, generic):
                self.listed += 1
            else:
                self.tell(capture, condition, own, reference)

    def tell(self, capture, condition, own, reference):
        self.disagreed += 1
        self.by_field[condition.split(' ')[0]] += 1
        first = min(own ^ reference)
        print(f'{capture.name}: {condition}\n   {len(own)} events, reference {len(reference)}; first difference: '
              f'event {first}, only {"ours" if first in own else "theirs"}', flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('sysreel')
    parser.add_argument('shared', type=pathlib.Path)
    parser.add_argument('--count', type=int, default=600)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--captures', default='')
    args = parser.parse_args()
    engine = args.shared / 'oracle' / 'reference' / 'refengine'
    captures = sorted(path for path in (args.shared / 'data' / 'scap').glob('**/*.scap')
                      if any(part in str(path) for part in args.captures.split(',')))
    if not captures or not engine.exists():
        print(f'{args.shared} has no captures or no reference engine')
        return 77
    fields = known_to_reference(engine, captures[0], all_fields(args.shared))
    done = Comparison(Engines(args.sysreel, engine))
    for at, capture in enumerate(captures):
        values, unknown, generic = values_of(engine, capture, fields)
        maker = Maker(args.seed * 1000 + at, values)
        wanted = args.count // len(captures)
        while wanted > 0:
            conditions = [maker.condition() for _ in range(min(RULES_A_RUN, wanted))]
            wanted -= len(conditions)
            for batch in ([c for c in conditions if DISTURBING not in c], [c for c in conditions if DISTURBING in c]):
                done.compare(capture, batch, unknown, generic)
    print(dict(done.by_field.most_common(30)))
    print(f'{done.compared} conditions compared ({done.fired} of them true somewhere), {done.disagreed} disagree, '
          f'{done.listed} only where docs/falco-differences.md says why, {done.refused} refused')
    return 0 if done.compared and not done.disagreed and not done.refused else 1


if __name__ == '__main__':
    sys.exit(main())
