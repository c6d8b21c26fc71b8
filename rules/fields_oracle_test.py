#!/usr/bin/env python3
"""Every field of the reference is in our table, with its type, argument and documentation: fields_oracle_test.py PROBE SHARED.

Skipped (77) without the shared folder.
"""
import collections
import json
import os
import subprocess
import sys


def main():
    probe, shared = sys.argv[1], os.environ.get("SYSREEL_SHARED", sys.argv[2])
    table = os.path.join(shared, "reference", "all_fields.tsv")
    if not os.path.exists(table):
        print(f"skipped: {table} is not here")
        return 77
    done = subprocess.run([probe, "--fields"], capture_output=True, text=True, check=True)
    ours = {field["name"]: field for field in map(json.loads, done.stdout.splitlines())}
    with open(table, encoding="utf-8") as file:
        rows = [line.split("\t") for line in file.read().splitlines()[1:]]
    names, bad = collections.defaultdict(set), 0
    for _, name, kind, argument, *_ in rows:
        field, (base, *more) = ours.get(name), kind.split()
        wanted = (base, bool(more), argument.split()[0])
        got = field and (field["type"], field["list"], field["argument"])
        if not field or not field["doc"] or got[1:] != wanted[1:]:
            bad += 1
            print("  ", name, "reference:", wanted, "ours:", got)
        else:
            names[base].add(got[0])
    # Each of the reference's types is one of ours.
    for base, found in names.items():
        if len(found) != 1:
            bad += 1
            print("  ", base, "is", found)
    print(f"{len(rows) - bad} of {len(rows)} fields equal; {len(ours) - len(rows)} of our own")
    return 0 if rows and not bad else 1


if __name__ == "__main__":
    sys.exit(main())
