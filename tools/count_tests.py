#!/usr/bin/env python3
"""count_tests.py TESTLOG.json : prints "passed failed skipped" of one `meson test` run.

A skipped test is named on standard error with the reason that it printed, so that nothing is skipped silently.
"""
import json
import sys


def main():
    passed = failed = skipped = 0
    for line in open(sys.argv[1], encoding='utf-8'):
        test = json.loads(line)
        result = test['result']
        if result in ('OK', 'EXPECTEDFAIL'):
            passed += 1
        elif result == 'SKIP':
            skipped += 1
            output = (test.get('stdout') or '') + (test.get('stderr') or '')
            reason = output.strip().splitlines()[-1:] or ['no reason printed']
            print(f"skipped: {test['name']}: {reason[0]}", file=sys.stderr)
        else:
            failed += 1
            print(f"failed: {test['name']}: {result}", file=sys.stderr)
    print(passed, failed, skipped)


if __name__ == '__main__':
    main()
