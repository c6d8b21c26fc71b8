#!/usr/bin/env python3
"""check_tidy.py BUILD_DIR : clang-tidy (.clang-tidy) over every source file of the compilation database.

Runs one process per core. Files that are generated or belong to tests' corpora are left out.
"""
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys


def run(tidy, build, path):
    result = subprocess.run([tidy, '-p', str(build), '--quiet', '--extra-arg=-Wno-unknown-warning-option',
                             '--extra-arg=-Wno-everything', str(path)], capture_output=True, text=True, check=False)
    lines = [line for line in result.stdout.split('\n') if line.strip()]
    return path, result.returncode, lines


def main():
    tidy = shutil.which('clang-tidy')
    if not tidy:
        print('clang-tidy is not installed')
        return 77
    build = pathlib.Path(sys.argv[1]).resolve()
    root = pathlib.Path(__file__).parent.parent.resolve()
    only = sys.argv[2:]
    entries = json.loads((build / 'compile_commands.json').read_text())
    paths = sorted({(pathlib.Path(e['directory']) / e['file']).resolve() for e in entries})
    paths = [p for p in paths if root in p.parents and build not in p.parents and p.suffix == '.cpp']
    paths = [p for p in paths if not p.name.endswith(('_test.cpp', '_bench.cpp', '_fuzz.cpp'))]
    if only:
        paths = [p for p in paths if any(o in str(p) for o in only)]
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, code, lines in pool.map(lambda p: run(tidy, build, p), paths):
            if code or any(': warning:' in line or ': error:' in line for line in lines):
                bad += 1
                print('\n'.join(lines))
    print(f'{len(paths)} files, {bad} with findings')
    return 1 if bad or not paths else 0


if __name__ == '__main__':
    sys.exit(main())
