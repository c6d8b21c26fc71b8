#!/usr/bin/env python3
"""Loads the rule files of the reference's corpus and compares verdict and codes: loader_oracle_test.py PROBE SHARED.

Skipped (77) where the shared folder is missing. Falco stops at the first error and we do not, so of a file that does
not load its first error's code must be among ours, and its warnings' codes too; of one that loads, all are equal.
"""
import json
import os
import subprocess
import sys
import tempfile


def load(probe, sources, name, content):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(content)
        done = subprocess.run([probe, *("--source=" + s for s in sources), name], cwd=folder, capture_output=True,
                              text=True, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return lines[-1]["ok"], lines[:-1]


def equal(reference, ok, diagnostics):
    if ok != reference["ok"]:
        return False
    if not reference.get("files"):
        return True
    wanted = reference["files"][0]
    errors = [d["code"] for d in diagnostics if d["severity"] == "error"]
    warnings = {d["code"] for d in diagnostics if d["severity"] == "warning"}
    wanted_errors = [e["code"] for e in wanted["errors"]]
    wanted_warnings = {w["code"] for w in wanted["warnings"]}
    if wanted_errors:
        return wanted_errors[0] in errors and wanted_warnings <= warnings
    return wanted_warnings == warnings


def main():
    probe, shared = os.path.abspath(sys.argv[1]), os.environ.get("SYSREEL_SHARED", sys.argv[2])
    path = os.path.join(shared, "oracle", "oracle_rule_loader.jsonl")
    if not os.path.exists(path):
        print(f"skipped: {path} is not here")
        return 77
    rows = good = 0
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if "content" not in row or not row.get("reference") or not row.get("engine_sources"):
                continue
            rows += 1
            ok, diagnostics = load(probe, row["engine_sources"], row["filename"], row["content"])
            if equal(row["reference"], ok, diagnostics):
                good += 1
            else:
                print("  ", row["id"], row["test"], row["reference"]["ok"], ok, [d["code"] for d in diagnostics])
    print(f"oracle_rule_loader: {good} of {rows} equal ({100 * good / max(rows, 1):.2f} %)")
    return 0 if rows and good == rows else 1


if __name__ == "__main__":
    sys.exit(main())
