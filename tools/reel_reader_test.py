#!/usr/bin/env python3
"""reel_reader_test.py BUILD_DIR : reel_reader.py, written from docs/format.md, prints what `sysreel dump --json` prints,
for every golden file and every capture built from testdata/captures, whole, cut, damaged and spliced."""
import json
import pathlib
import subprocess
import sys
import tempfile

TOOLS = pathlib.Path(__file__).resolve().parent
TESTDATA = TOOLS.parent / 'testdata'


def events(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return f'{command[0]}: {done.stderr.strip()}'
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    for event in lines:  # what one of them does not know is missing
        event['args'] = {name: value for name, value in event['args'].items() if value is not None}
    return lines


def variants(data):
    third = len(data) // 3
    yield 'whole', data
    yield 'cut', data[:2 * third]
    yield 'cut near its end', data[:-100]
    yield 'flipped', data[:2 * third] + bytes([data[2 * third] ^ 64]) + data[2 * third + 1:]
    yield 'bytes missing', data[:2 * third] + data[2 * third + 7:]
    yield 'twice', data + data
    yield 'junk before', b'junk' + data


def main():
    build = pathlib.Path(sys.argv[1])
    failures = count = 0
    with tempfile.TemporaryDirectory() as scratch:
        captures = {path.name: path.read_bytes() for path in sorted((TESTDATA / 'golden').glob('*.reel'))}
        for text in sorted((TESTDATA / 'captures').glob('*.txt')):
            if text.name.endswith('.expected.txt'):
                continue
            built = pathlib.Path(scratch) / 'built.reel'
            subprocess.run([build / 'format' / 'reel_from_text', text, built], check=True)
            captures[text.name] = built.read_bytes()
        for name, data in captures.items():
            for what, changed in variants(data):
                path = pathlib.Path(scratch) / 'capture.reel'
                path.write_bytes(changed)
                ours = events([build / 'sysreel', 'dump', '--json', path])
                theirs = events([sys.executable, TOOLS / 'reel_reader.py', path])
                count += 1
                both_refuse = isinstance(ours, str) and isinstance(theirs, str) and what != 'whole'
                if not both_refuse and (ours != theirs or not ours):
                    failures += 1
                    print(f'{name}, {what}: differs\n  {ours}\n  {theirs}')
    print(f'{count} captures, {failures} failures')
    return 1 if failures or not count else 0


if __name__ == '__main__':
    sys.exit(main())
