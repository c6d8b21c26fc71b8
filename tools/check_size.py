#!/usr/bin/env python3
"""check_size.py [ROOT] : files stay below 500 lines and functions below 60 (STYLE: 800 and 100 need a reason).

A file may be longer (up to 800 lines) if one of its first ten lines says why: "long file: ...". A function may have up
to 100 lines if the line before it says why: "long function: ...". The brace counting is meant for code that
clang-format has laid out: a function starts at a line in column 0 (or inside a namespace) that ends with "{" and ends
at the "}" with the same indentation.
"""
import pathlib
import re
import subprocess
import sys

FILE_LIMIT, FILE_MAX = 500, 800
FUNCTION_LIMIT, FUNCTION_MAX = 60, 100
SKIPPED = re.compile(r'^(build|testdata/)')
HEAD = re.compile(r'^(\s*)[^\s#/}].*\)\s*(const|override|noexcept|final|->[^{]*|:[^{]*|\s)*\{$')
KEYWORD = re.compile(r'^\s*(if|for|while|switch|do|else|namespace|struct|class|enum|union|extern)\b')


def functions(lines):
    """(first line, length) of function bodies by indentation."""
    index = 0
    while index < len(lines):
        head = HEAD.match(lines[index])
        if not head or KEYWORD.match(lines[index]) or lines[index].lstrip().startswith(('case ', 'return ')):
            index += 1
            continue
        begins = index  # a head that is broken over several lines has the indentation of its first
        while begins > 0 and lines[begins - 1].strip() and not re.search(r'([;{}]|^\s*//.*|^#.*|:)$', lines[begins - 1]):
            begins -= 1
        indent = re.match(r'\s*', lines[begins]).group(0)
        end = index + 1
        while end < len(lines) and not re.match(rf'^{indent}\}}', lines[end]):
            end += 1
        yield index, end - index + 1
        index += 1


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent).resolve()
    listed = subprocess.run(['git', '-C', root, 'ls-files', '--cached', '--others', '--exclude-standard'],
                            capture_output=True, text=True, check=False)
    names = [n for n in listed.stdout.split('\n') if n.endswith(('.h', '.c', '.cpp', '.py')) and not SKIPPED.match(n)]
    problems = []
    for name in names:
        path = root / name
        if not path.is_file():
            continue
        lines = path.read_text(encoding='utf-8', errors='replace').split('\n')
        reason = any('long file:' in line for line in lines[:10])
        if len(lines) > (FILE_MAX if reason else FILE_LIMIT):
            problems.append(f'{name}: {len(lines)} lines')
        if name.endswith(('.py', '_test.cpp')):  # a test's table of rows may be long
            continue
        for first, length in functions(lines):
            allowed = first > 0 and 'long function:' in lines[first - 1]
            if length > (FUNCTION_MAX if allowed else FUNCTION_LIMIT):
                problems.append(f'{name}:{first + 1}: a function of {length} lines')
    for problem in problems:
        print(problem)
    print(f'{len(names)} files, {len(problems)} problems')
    return 1 if problems or not names else 0


if __name__ == '__main__':
    if not (pathlib.Path(__file__).parent.parent / '.git').exists():
        print('not a git checkout')
        sys.exit(77)
    sys.exit(main())
