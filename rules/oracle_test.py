#!/usr/bin/env python3
"""Compares verdicts with the reference engine's recorded answers: oracle_test.py PROBE SHARED [--verbose].

Skipped (77) where the shared folder is missing. Prints the share of equal answers for each file; fails below 100 %
but for the rows listed in KNOWN, each with its reason in docs/falco-differences.md.
"""
import json
import os
import subprocess
import sys

KNOWN = set()


def ask(probe, conditions, *arguments):
    text = "".join(c.encode().hex() + "\n" for c in conditions)
    done = subprocess.run([probe, *arguments], input=text, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(conditions)
    return answers


def rows_of(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def compare(name, rows, answers, wanted, verbose):
    bad = []
    for row, answer in zip(rows, answers):
        want = wanted(row)
        if any(answer[key] != value for key, value in want.items()) and row["id"] not in KNOWN:
            bad.append((row["id"], row["filter"], want, answer))
    print(f"{name}: {len(rows) - len(bad)} of {len(rows)} equal ({100 * (len(rows) - len(bad)) / len(rows):.2f} %)")
    for item in bad[: None if verbose else 10]:
        print("  ", *item)
    return not bad


def main():
    probe, shared = sys.argv[1], os.environ.get("SYSREEL_SHARED", sys.argv[2])
    verbose = "--verbose" in sys.argv
    oracle = os.path.join(shared, "oracle")
    if not os.path.isdir(oracle):
        print(f"skipped: {oracle} is not here")
        return 77
    rows = rows_of(os.path.join(oracle, "oracle_filters.jsonl"))
    answers = ask(probe, [row["filter"] for row in rows])
    good = compare("oracle_filters parse", rows, answers, lambda r: {"parse": r["ref"]["parse"]}, verbose)
    good &= compare("oracle_filters compile", rows, answers, lambda r: {"compile": r["ref"]["compile"]}, verbose)
    warned = [(r, a) for r, a in zip(rows, answers) if r["ref"]["compile"] and r["ref"]["warnings"] is not None]
    good &= compare("oracle_filters warnings", [r for r, _ in warned], [a for _, a in warned],
                    lambda r: {"warnings": len(r["ref"]["warnings"])}, verbose)
    rows = rows_of(os.path.join(oracle, "oracle_filter_matrix.jsonl"))
    answers = ask(probe, [row["filter"] for row in rows])
    good &= compare("oracle_filter_matrix", rows, answers, lambda r: {"compile": r["expect"] == "valid"}, verbose)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
