#!/usr/bin/env python3
"""tools/bench/scaled_rules.py N FILE... > OUT : rule files grown to about N rules by variations.

The rules of the files come first, as they are. Each variation is a copy of all of them in which every rule, macro and
list has another name, and the paths and list items other values, so that it asks other questions of the same fields and
fires about as often (which is seldom).
"""
import argparse
import pathlib
import re
import sys

PATH = re.compile(r'(?<![\w/.])/(?:etc|root|home|usr|bin|sbin|var|dev|proc|boot|lib|tmp|run|opt)\b[\w./*-]*')
LIST = re.compile(r'^- list: .*?(?=^- |\Z)', re.M | re.S)
# What stands here are events, not macros of the same name.
EVENTS = re.compile(r'(evt\.type\s+in\s*\([^)]*\)|evt\.type\s*!?=\s*\S+)')
WORD = re.compile(r'(?<![\w./-])[A-Za-z][\w.-]*')


def definitions(text):
    return re.findall(r'^- (?:macro|list): *(\S+)', text, re.M)


def vary_items(block, names, suffix):
    head, colon, items = block.partition('items:')
    return head + colon + WORD.sub(lambda m: m[0] if m[0] in names or m[0] == 'override' else m[0] + suffix, items)


def variation(text, names, number):
    suffix = f'v{number}'
    text = LIST.sub(lambda m: vary_items(m[0], names, suffix), text)
    text = PATH.sub(lambda m: m[0] if m[0].endswith('*') else m[0].rstrip('/') + suffix, text)
    text = re.sub(r'^(- rule: .*?)\s*$', rf'\1 {suffix}', text, flags=re.M)
    text = re.sub(r'^- required_engine_version:.*$', '', text, flags=re.M)
    name = re.compile(r'(?<![\w./-])(?:' + '|'.join(sorted(map(re.escape, names), key=len, reverse=True)) + r')(?![\w./-])')
    parts = EVENTS.split(text)
    parts[::2] = [name.sub(lambda m: f'{m[0]}_{suffix}', part) for part in parts[::2]]
    return ''.join(parts)


def scaled(files, wanted):
    texts = [pathlib.Path(f).read_text() for f in files]
    names = {name for text in texts for name in definitions(text)}
    per_copy = sum(len(re.findall(r'^- rule:', text, re.M)) for text in texts)
    out = list(texts)
    for number in range(1, max(1, round(wanted / per_copy))):
        out += [variation(text, names, number) for text in texts]
    return '\n'.join(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('rules', type=int)
    parser.add_argument('files', nargs='+')
    options = parser.parse_args()
    sys.stdout.write(scaled(options.files, options.rules))


if __name__ == '__main__':
    main()
