#!/usr/bin/env python3
"""compare_fields.py SYSREEL SHARED [CAPTURE_PART ...] : the value of every field at every event of the shared .scap
captures, ours against the reference engine's.

All fields of the reference engine's own library are compared (fields with arguments by many arguments), over the
captures whose path contains one of CAPTURE_PART, or all of them. Prints for each field how many cells differ, how many of
them hold a value in one engine only, and --samples of them. --golden compares with SHARED/oracle/scap_fields, made
earlier, instead of running the engine. Fails below 99.5 % equal cells; exit 77 without the data.
"""
import argparse
import collections
import csv
import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile

LEAST = 0.995
# Values that the reference engine does not define (uninitialised memory), counts its own extractions or takes from the
# machine that replays.
NOT_GOLDEN = {'proc.exe_ino.ctime_duration_proc_start', 'proc.exe_ino.ctime_duration_pidns_start', 'util.cnt',
              'evt.outputtime', 'evt.hostname'}
UNORDERED = {'fd.types'}  # in the order of a hash table
# Remember their last extraction; with --golden every field was extracted twice.
TWICE = {'evt.deltatime', 'evt.deltatime.s', 'evt.deltatime.ns', 'thread.cpu', 'thread.cpu.user', 'thread.cpu.system'}
# Types whose raw values the reference engine cannot write as JSON: it stops.
NOT_RAW = {'ERRNO', 'SOCKADDR', 'SOCKTUPLE', 'FDLIST', 'SYSCALLID', 'SIGTYPE', 'SIGSET'}
INDEXED = {'proc.aname': 5, 'proc.aexe': 4, 'proc.aexepath': 4, 'proc.acmdline': 3, 'proc.aargs': 3, 'proc.apid': 4,
           'proc.args': 4, 'proc.aenv': 3, 'fd.types': 4, 'evt.arg': 8}
NAMED = {'proc.env': ['HOME', 'PATH', 'PWD', 'LANG', 'NO_SUCH'], 'proc.aenv': ['HOME', 'PATH', 'NO_SUCH']}
DOTTED = {'evt.abspath': ['src', 'dst'],
          'thread.cgroup': ['cpu', 'memory', 'devices', 'pids', 'blkio', 'perf_event', 'cpuset']}


def parameters(shared):
    """Of all event codes: name and types."""
    found = collections.defaultdict(set)
    for row in csv.DictReader(open(shared / 'reference' / 'event_types.tsv'), delimiter='\t'):
        for part in filter(None, row['params'].split(',')):
            name, kind = part.split(':')[:2]
            found[name.strip()].add(kind.strip())
    return found


def all_fields(shared):
    fields = []
    for row in csv.DictReader(open(shared / 'reference' / 'all_fields.tsv'), delimiter='\t'):
        name = row['field']
        # What can only be filtered by is printed as a placeholder; compare_filters.py compares it.
        if 'plugin' in row['class'] or 'filter-only' in row['notes'] or name in NOT_GOLDEN | {'evt.type.is'}:
            continue
        if not row['arg_requirement'].startswith('required'):
            fields.append(name)
        fields += [f'{name}[{index}]' for index in range(INDEXED.get(name, 0))]
        fields += [f'{name}[{key}]' for key in NAMED.get(name, [])]
        fields += [f'{name}.{key}' for key in DOTTED.get(name, [])]
        if name in ('evt.arg', 'evt.rawarg'):
            fields += [f'{name}.{parameter}' for parameter, kinds in sorted(parameters(shared).items())
                       if name == 'evt.arg' or not kinds & NOT_RAW]
    return fields


def known_to_reference(engine, capture, fields):
    """Without those that the reference engine refuses; it names them one at a time."""
    fields = list(fields)
    while True:
        run = subprocess.run([engine, 'fields', capture, ','.join(fields), 'evt.num = 1'], capture_output=True, text=True,
                             check=False)
        if not run.returncode:
            return fields
        bad = [field for field in fields if f"'{field}'" in run.stderr or f' {field} ' in run.stderr or
               run.stderr.rstrip().endswith(field)]
        if not bad:
            sys.exit(f'refengine fields: {run.stderr}')
        fields.remove(max(bad, key=len))


def writable(engine, capture, fields):
    """Without evt.rawarg of parameters at whose type, in an event of this capture, the reference engine stops."""
    def stops(names):
        return subprocess.run([engine, 'fields', capture, ','.join(names)], capture_output=True, check=False).returncode
    raw = [field for field in fields if field.startswith('evt.rawarg')]
    if not raw or not stops(raw):
        return fields
    bad = {field for field in raw if stops([field])}
    return [field for field in fields if field not in bad]


def reference_values(engine, capture, fields):
    """Per event number: type, and values in the order of `fields`."""
    run = subprocess.run([engine, 'fields', capture, ','.join(fields)], capture_output=True, text=True, errors='replace',
                         env=dict(os.environ, TZ='UTC'), check=False)
    if run.returncode:
        sys.exit(f'{capture}: {run.stderr}')
    return map(json.loads, run.stdout.splitlines())


def golden_values(path):
    for line in gzip.open(path, 'rt'):
        values = json.loads(line)
        yield {**values, 'num': values['evt.num'], 'type': values['evt.type']}


def our_values(sysreel, capture, fields):
    rule = {'rule': 'all', 'desc': 'all', 'condition': 'evt.num >= 0', 'priority': 'INFO',
            'output': ' '.join('%' + field for field in {'evt.num': 0, 'evt.type': 0, **dict.fromkeys(fields)})}
    with tempfile.NamedTemporaryFile('w', suffix='.yaml') as rules:
        json.dump([rule], rules)
        rules.flush()
        run = subprocess.run([sysreel, 'replay', capture, '--falco-compatible', '--matching', 'all', '-o', 'json', '-r',
                              rules.name], capture_output=True, text=True, errors='replace', check=False)
    if run.returncode:
        sys.exit(f'{capture}: exit {run.returncode}\n{run.stderr}')
    for line in run.stdout.splitlines():
        alert = json.loads(line)
        yield alert['output_fields']


def same_set(ours, theirs):
    return isinstance(ours, list) and isinstance(theirs, list) and sorted(ours) == sorted(theirs)


class Tally:
    def __init__(self, samples):
        self.samples = samples
        self.cells = self.events = 0
        self.differ = collections.Counter()
        self.only_ours = collections.Counter()
        self.only_theirs = collections.Counter()
        self.by_type = collections.defaultdict(collections.Counter)
        self.shown = collections.defaultdict(dict)
        self.missing = []
        self.surplus = []

    def compare(self, capture, expected, ours, fields):
        found = {event['evt.num']: event for event in ours}
        for event in expected:
            own = found.pop(event['num'], None)
            if own is None:
                self.missing.append((capture, event['num'], event['type']))
                continue
            self.events += 1
            for field in fields:
                theirs, value = event[field], own.get(field)
                self.cells += 1
                if value != theirs and not (field in UNORDERED and same_set(value, theirs)):
                    self.note(capture, event, field, value, theirs)
        self.surplus += [(capture, number, own.get('evt.type')) for number, own in found.items()]

    def note(self, capture, event, field, ours, theirs):
        self.differ[field] += 1
        self.only_ours[field] += theirs is None
        self.only_theirs[field] += ours is None
        self.by_type[field][event['type']] += 1
        shown = self.shown[field]
        if len(shown) < self.samples:
            shown.setdefault((event['type'], str(ours)[:40], str(theirs)[:40]),
                             f'{capture} {event["num"]} {event["type"]}: {str(ours)[:200]!r} reference {str(theirs)[:200]!r}')

    def report(self):
        for field, count in self.differ.most_common():
            kinds = ' '.join(f'{kind}:{n}' for kind, n in self.by_type[field].most_common(6))
            print(f'{count:7} {field}  (ours only {self.only_ours[field]}, reference only {self.only_theirs[field]})  {kinds}')
            for text in self.shown[field].values():
                print('          ', text)
        bad = sum(self.differ.values())
        equal = 1 - bad / max(self.cells, 1)
        for name, events in (('missing', self.missing), ('surplus', self.surplus)):
            kinds = collections.Counter(event[2] for event in events)
            print(f'{len(events)} events {name}: {dict(kinds)} {events[:3]}')
        print(f'{self.events} events, {self.cells} cells, {bad} differ, {equal:.4%} equal')
        return 0 if equal >= LEAST and self.events and not self.missing and not self.surplus else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('sysreel')
    parser.add_argument('shared', type=pathlib.Path)
    parser.add_argument('capture_part', nargs='*')
    parser.add_argument('--samples', type=int, default=0)
    parser.add_argument('--fields', help='only these, separated by commas')
    parser.add_argument('--golden', action='store_true')
    args = parser.parse_args()
    engine = args.shared / 'oracle' / 'reference' / 'refengine'
    root = args.shared / 'data' / 'scap'
    captures = sorted(path for path in root.glob('**/*.scap')
                      if not args.capture_part or any(part in str(path) for part in args.capture_part))
    if not captures or not engine.exists():
        print(f'{args.shared} has no captures or no reference engine')
        return 77
    golden = {path.name.removesuffix('.jsonl.gz'): path
              for path in (args.shared / 'oracle' / 'scap_fields').glob('*.jsonl.gz')}
    if args.golden:
        captures = [path for path in captures if path.name in golden]
        fields = [line.strip() for line in open(args.shared / 'oracle' / 'scap_fields' / 'FIELDS.txt')]
        fields = [field for field in fields if field not in NOT_GOLDEN | TWICE]
    else:
        fields = args.fields.split(',') if args.fields else all_fields(args.shared)
        known = known_to_reference(engine, captures[0], fields)
    tally = Tally(args.samples)
    for capture in captures:
        fields = fields if args.golden else writable(engine, capture, known)
        expected = golden_values(golden[capture.name]) if args.golden else reference_values(engine, capture, fields)
        tally.compare(str(capture.relative_to(root)).split('/')[-1], expected, our_values(args.sysreel, capture, fields),
                      fields)
    return tally.report()


if __name__ == '__main__':
    sys.exit(main())
