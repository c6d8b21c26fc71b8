#!/usr/bin/env python3
"""embed.py OUT.cpp NAMESPACE NAME=FILE... : files as string constants, for what a program carries inside itself.

Defines `extern const std::string_view NAME;` in NAMESPACE for each FILE. Declare them in a header of your own.
"""
import pathlib
import sys

PIECE = 8000  # compilers need not accept longer string literals


def literal(data):
    out = []
    for start in range(0, len(data), PIECE):
        piece = data[start:start + PIECE]
        text = ''.join(chr(b) if 0x20 <= b < 0x7f and b not in b'"\\?' else f'\\{b:03o}' for b in piece)
        out.append(f'"{text}"')
    return '\n    '.join(out) or '""'


def main():
    out, namespace, *entries = sys.argv[1:]
    lines = ['#include <string_view>', '', f'namespace {namespace} {{', '']
    for entry in entries:
        name, path = entry.split('=', 1)
        data = pathlib.Path(path).read_bytes()
        lines += [f'extern const std::string_view {name};',
                  f'const std::string_view {name}({literal(data)}, {len(data)});', '']
    lines.append(f'}}  // namespace {namespace}')
    pathlib.Path(out).write_text('\n'.join(lines) + '\n', encoding='ascii')


if __name__ == '__main__':
    main()
