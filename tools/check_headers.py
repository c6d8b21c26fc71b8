#!/usr/bin/env python3
"""check_headers.py BUILD_DIR : every header compiles alone (STYLE §4.15), in the file order the compiler sees it first.

Uses the compiler and the include paths of the compilation database. Headers of bpf/ are C and shared with the kernel
side: those that another layer includes are compiled as C++ too, the others are left to the BPF build.
"""
import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys


def command_line(build):
    entries = json.loads((build / 'compile_commands.json').read_text())
    entry = next(e for e in entries if e['file'].endswith('.cpp'))
    words = shlex.split(entry['command'])
    compiler = [w for w in words[:2] if not w.startswith('-')]
    flags = {w for e in entries for w in shlex.split(e['command']) if w.startswith(('-I', '-isystem', '-D'))}
    return compiler, sorted(flags), entry['directory']


def compile_alone(root, compiler, flags, directory, header):
    text = f'#include "{header}"\n#include "{header}"\n'
    result = subprocess.run([*compiler, '-std=c++20', *flags, f'-I{root}', '-Wall', '-fsyntax-only', '-x', 'c++', '-'],
                            input=text, capture_output=True, text=True, cwd=directory, check=False)
    return header, result.returncode, result.stderr


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    root = pathlib.Path(__file__).parent.parent.resolve()
    compiler, flags, directory = command_line(build)
    listed = subprocess.run(['git', '-C', root, 'ls-files', '--cached', '--others', '--exclude-standard', '*.h'],
                            capture_output=True, text=True, check=False).stdout.split()
    headers = [h for h in listed if not h.startswith('bpf/') or h == 'bpf/event_abi.h']
    if not headers:
        print('not a git checkout')
        return 77
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = pool.map(lambda h: compile_alone(root, compiler, flags, directory, h), headers)
        for header, code, errors in jobs:
            if code:
                bad += 1
                print(f'{header} does not compile alone:\n{errors[:1500]}')
    print(f'{len(headers)} headers, {bad} do not compile alone')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
