#!/usr/bin/env python3
"""compare_aucoalesce.py SYSREEL SHARED : what go-libaudit makes of whole audit events against our fields, over its golden files.

Both name about thirty of its values; each of them must be equal. Exit 77 without the files.
"""
import json
import pathlib
import subprocess
import sys

FOLDER = 'data/auditd/elastic+go-libaudit/aucoalesce/testdata'
# go-libaudit's place -> our field. Of the fields of a record those of its own type are asked for.
EVENT = {'sequence': 'audit.serial', 'result': 'audit.success', 'session': 'audit.ses', 'user.ids.auid': 'audit.auid',
         'data.syscall': 'audit.syscall', 'tags': 'audit.key', 'process.title': 'audit.PROCTITLE.proctitle',
         'process.cwd': 'audit.CWD.cwd', 'data.exit': 'audit.exit', 'data.socket_addr': 'audit.SOCKADDR.laddr',
         'data.socket_port': 'audit.SOCKADDR.lport', 'data.argc': 'audit.EXECVE.argc'}
RECORD = {'process.pid': 'pid', 'process.ppid': 'ppid', 'process.exe': 'exe', 'process.name': 'comm', 'data.op': 'op',
          'data.acct': 'acct', 'data.terminal': 'terminal', 'data.hostname': 'hostname', 'data.unit': 'unit', 'data.a0': 'a0',
          'data.a1': 'a1', 'data.a2': 'a2', 'data.a3': 'a3', 'data.tty': 'tty', **{f'user.ids.{i}': i for i in (
              'uid', 'gid', 'euid', 'egid', 'suid', 'sgid', 'fsuid', 'fsgid')}}
PATH = ('item', 'name', 'inode', 'dev', 'mode', 'ouid', 'ogid', 'rdev', 'nametype', 'cap_fe', 'cap_fi', 'cap_fp', 'cap_fver')
WORDS = {'success': True, 'fail': False}


def events_of(sysreel, path, types):
    """Our fields of each event, by serial number."""
    fields = ['audit.types', *EVENT.values(), *(f'audit.PATH.{name}' for name in PATH),
              *(f'audit.{kind}.{name}' for kind in types for name in RECORD.values())]
    done = subprocess.run([sysreel, 'dump', path, '--json', '-p', ' '.join('%' + field for field in fields),
                           'evt.source=linux_audit'], capture_output=True, text=True, check=False)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {event['audit.serial']: event for event in found}


def value_at(event, place):
    for name in place.split('.'):
        event = event.get(name) if isinstance(event, dict) else None
    return event


def same(place, theirs, ours):
    if isinstance(ours, list) and not isinstance(theirs, list):  # of several records there is one there
        return any(same(place, theirs, one) for one in ours)
    if theirs == 'unset':
        return str(ours) in ('-1', '4294967295', 'unset')
    if place == 'result':
        return WORDS.get(theirs) == ours
    if place == 'process.title':  # cut and with NULs between arguments
        return str(ours).replace('\0', ' ').strip() == theirs.strip()
    if place == 'data.exit' and not theirs.lstrip('-').isdigit():
        return isinstance(ours, int) and ours < 0  # a name there, a number here
    if place == 'mode':  # the permissions only
        return int(str(ours), 8) & 0o7777 == int(theirs, 8) & 0o7777
    if place == 'tags':  # there without what stands before an equals sign
        ours = [key.split('=')[-1] for key in ours or []]
    if isinstance(theirs, list):
        return sorted(theirs) == sorted(ours or [])
    return str(ours) == str(theirs)


def compare(name, theirs, ours):
    """(how many values both name, those that differ)"""
    count, problems = 0, []
    kind = theirs['record_type'].upper()
    if kind not in (ours['audit.types'] or []):
        problems.append(f'{name}: no record {kind} but {ours["audit.types"]}')
    pairs = [(place, value_at(theirs, place), ours.get(field)) for place, field in EVENT.items()]
    pairs += [(place, value_at(theirs, place), ours.get(f'audit.{kind}.{field}')) for place, field in RECORD.items()]
    for index, path in enumerate(theirs.get('paths', [])):
        for field in PATH:
            listed = ours.get(f'audit.PATH.{field}') or []
            if len(listed) == len(theirs['paths']):
                pairs.append((field, path.get(field), listed[index]))
    for place, a, b in pairs:
        if a is None or b is None:
            continue
        count += 1
        if not same(place, a, b):
            problems.append(f'{name}: {place} is {a!r} there, {b!r} here')
    return count, problems


def main():
    sysreel, folder = sys.argv[1], pathlib.Path(sys.argv[2]) / FOLDER
    goldens = sorted(folder.glob('*.json.golden'))
    if not goldens:
        print(f'{folder} has no golden files')
        return 77
    values, events, problems = 0, 0, []
    for golden in goldens:
        wanted = json.loads(golden.read_text())
        types = sorted({test['event']['record_type'].upper() for test in wanted if 'event' in test})
        ours = events_of(sysreel, golden.with_name(golden.name.replace('.json.golden', '.yaml')), types)
        for test in wanted:
            name = f'{golden.stem}: {test["test_name"]}'
            event = ours.get(test['event']['sequence'])
            if event is None:
                problems.append(f'{name}: the event is not there')
                continue
            count, differing = compare(name, test['event'], event)
            values, events, problems = values + count, events + 1, problems + differing
    print('\n'.join(problems) or f'{events} events, {values} values are the same')
    return 1 if problems or values == 0 else 0


if __name__ == '__main__':
    sys.exit(main())
