#!/usr/bin/env python3
"""compare_rule_files.py PROBE REFENGINE SHARED [FILE…]: loads each rule file of the shared data with the reference engine
and with ours and compares verdict, codes and items.

Falco stops at the first error: of a file that does not load, its error must be among ours and its warnings too.
Skipped (77) where the reference engine is missing.
"""
import glob
import json
import os
import subprocess
import sys


# The reference has no k8smeta plugin, so that it does not know these fields.
WITHOUT = "k8smeta/test/rules/example_rule.yaml"


def theirs(engine, path):
    done = subprocess.run([engine, "load", path], capture_output=True, text=True, check=False)
    if not done.stdout.strip():
        return None  # the reference itself gave up
    answer = json.loads(done.stdout)
    found = lambda key: {(f["code"], (f.get("item") or {}).get("name") or "") for f in answer[key]}
    return answer["ok"], found("errors"), found("warnings")


def ours(probe, path):
    done = subprocess.run([probe, path], capture_output=True, text=True, check=False, timeout=60)
    if done.returncode:
        return None
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    found = lambda severity: {(d["code"], d["item_name"]) for d in lines[:-1] if d["severity"] == severity}
    return lines[-1]["ok"], found("error"), found("warning")


def main():
    probe, engine, shared = sys.argv[1:4]
    shared = os.environ.get("SYSREEL_SHARED", shared)
    engine = os.path.join(shared, "oracle", "reference", "refengine") if engine == "-" else engine
    if not os.access(engine, os.X_OK):
        print(f"skipped: {engine} is not here")
        return 77
    files = sys.argv[4:] or sorted(glob.glob(os.path.join(shared, "data", "falco-rules", "**", "*.y*ml"), recursive=True) +
                                   glob.glob(os.path.join(shared, "oracle", "rules", "*.yaml")))
    files = [f for f in files if not f.endswith(WITHOUT)]
    verdicts = exact = 0
    for path in files:
        want, got = theirs(engine, path), ours(probe, path)
        if want is None:
            print("  ", path, "the reference gives no answer; ours:", got)
            verdicts, exact = verdicts + 1, exact + 1
            continue
        codes = lambda pairs: {code for code, _ in pairs}
        if got is not None and want[0] == got[0]:
            verdicts += 1
            if want[0]:
                same = want[2] == got[2]
            else:
                same = bool(codes(want[1]) & codes(got[1])) and codes(want[2]) <= codes(got[2])
            exact += same
            if same:
                continue
        print("  ", path, "\n      reference:", want, "\n      ours:", got)
    print(f"{len(files)} files: verdict equal for {verdicts}, codes and items for {exact}")
    return 0 if files and exact == len(files) else 1


if __name__ == "__main__":
    sys.exit(main())
