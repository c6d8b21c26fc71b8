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


def ask(probe, row):
    """Our lines for the row's files, the last one with the verdicts."""
    files = row.get("contents") or [{"name": row.get("filename", "rules.yaml"), "content": row["content"]}]
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, file in enumerate(files):
            names.append(os.path.join(folder, f"{number}-{os.path.basename(file['name'])}"))
            with open(names[-1], "w", encoding="utf-8") as out:
                out.write(file["content"])
        arguments = ["--source=" + s for s in row.get("engine_sources") or []]
        arguments += [f"--plugin={p['name']}={p['version']}" for p in row.get("plugins", [])]
        done = subprocess.run([probe, *arguments, *names], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def codes(findings):
    return {f["code"] for f in findings}


def equal(row, lines):
    verdict, diagnostics = lines[-1], lines[:-1]
    if row.get("check") == "plugin_requirements":
        return (verdict["ok"] and verdict["plugins"]) == (row["expect"] == "ok")
    reference = row.get("reference") or {"ok": row["expect"] == "ok"}
    if verdict["ok"] != reference["ok"]:
        return False
    if not reference.get("files"):
        return True
    wanted = [e for file in reference["files"] for e in file["errors"]]
    wanted_warnings = codes(w for file in reference["files"] for w in file["warnings"])
    errors = codes(d for d in diagnostics if d["severity"] == "error")
    warnings = codes(d for d in diagnostics if d["severity"] == "warning")
    if wanted:
        return wanted[0]["code"] in errors and wanted_warnings <= warnings
    return not errors and wanted_warnings == warnings


def main():
    probe, shared = sys.argv[1], os.environ.get("SYSREEL_SHARED", sys.argv[2])
    path = os.path.join(shared, "oracle", "oracle_rule_loader.jsonl")
    if not os.path.exists(path):
        print(f"skipped: {path} is not here")
        return 77
    rows = good = 0
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            rows += 1
            lines = ask(probe, row)
            if equal(row, lines):
                good += 1
            else:
                print("  ", row["id"], row["test"], row.get("reference", row["expect"]), lines)
    print(f"oracle_rule_loader: {good} of {rows} equal ({100 * good / max(rows, 1):.2f} %)")
    return 0 if rows and good == rows else 1


if __name__ == "__main__":
    sys.exit(main())
