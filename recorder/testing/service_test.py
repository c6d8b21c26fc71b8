#!/usr/bin/env python3
"""service_test.py UNIT RECORDER : the systemd unit that ships starts a recorder that records.

Its command line is run with the capabilities, and no others, that the unit grants; systemd reads the unit where it is
installed. Exit 77, with the reason, where nothing can be recorded.
"""
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile


def settings_of(unit):
    settings = {}
    for line in unit.read_text().splitlines():
        name, equals, value = line.partition('=')
        if equals and not line.startswith('#'):
            settings[name] = value
    return settings


def check(holds, what):
    if not holds:
        sys.exit(f'FAIL: {what}')


def verify_with_systemd(unit, recorder, folder):
    if not shutil.which('systemd-analyze'):
        print('not read by systemd, which is not installed here')
        return
    copy = folder / 'sysreel-record.service'
    program = shlex.split(settings_of(unit)['ExecStart'])[0]
    copy.write_text(unit.read_text().replace(program, str(recorder)))
    result = subprocess.run(['systemd-analyze', 'verify', copy], capture_output=True, text=True)
    check(result.returncode == 0 and 'sysreel' not in result.stderr, result.stderr)


def main(unit, recorder):
    unit, recorder = pathlib.Path(unit), pathlib.Path(recorder).resolve()
    settings = settings_of(unit)
    check(settings['NoNewPrivileges'] == 'yes' and settings['ProtectSystem'] == 'strict', 'the unit is not confined')
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        verify_with_systemd(unit, recorder, folder)
        if subprocess.run([recorder, 'doctor'], stdout=subprocess.DEVNULL).returncode != 0:
            print('skipped: nothing can be recorded here')
            sys.exit(77)
        arguments = shlex.split(settings['ExecStart'])[1:]
        where = arguments.index('-w') + 1
        arguments[where] = folder / pathlib.Path(arguments[where]).name
        if '--min-free' in arguments:  # about the host's disk, not this one's
            arguments[arguments.index('--min-free') + 1] = '1MB'
        granted = [cap.lower().removeprefix('cap_') for cap in settings['CapabilityBoundingSet'].split()]
        only = '-all,' + ','.join('+' + cap for cap in granted)
        result = subprocess.run(['setpriv', '--no-new-privs', f'--bounding-set={only}', f'--inh-caps={only}', recorder, *arguments,
                                 '--', 'sh', '-c', 'grep ^CapBnd: /proc/self/status; exit 5'], capture_output=True, text=True)
        check(result.returncode == 5, result.stderr)
        print(result.stdout, end='')
        check((folder / 'ring.000001.reel').exists(), 'no file')
        check('nothing lost' in result.stderr, result.stderr)


if __name__ == '__main__':
    main(*sys.argv[1:3])
