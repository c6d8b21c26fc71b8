#!/usr/bin/env python3
"""Compares what rules resolve to with the reference engine's recorded answers: describe_oracle_test.py PROBE SHARED.

Everything in the answers is compared: conditions, fields, operators, event names, macros, lists, exceptions, outputs.
Skipped (77) where the shared folder is missing.
"""
import gzip
import json
import os
import subprocess
import sys
import tempfile

OFFICIAL = {"stable": ["falco_rules"], "incubating": ["falco-incubating_rules"], "sandbox": ["falco-sandbox_rules"],
            "all_syscall": ["falco_rules", "falco-incubating_rules", "falco-sandbox_rules"]}


def describe(probe, sources, files):
    done = subprocess.run([probe, "--describe", *("--source=" + s for s in sources), *files], capture_output=True,
                          text=True, check=True)
    return json.loads(done.stdout) if done.stdout.strip() else {}


def unordered(value):
    return sorted(value, key=str) if isinstance(value, list) else value


def differences(wanted, got):
    for key in ("required_engine_version", "required_plugin_versions"):
        if wanted[key] != got.get(key):
            yield f"{key}: {wanted[key]} | {got.get(key)}"
    for kind in ("rules", "macros", "lists"):
        ours = {item["info"]["name"]: item for item in got.get(kind, [])}
        if [item["info"]["name"] for item in wanted[kind]] != list(ours):
            yield f"{kind}: other names"
            continue
        for item in wanted[kind]:
            for part in ("info", "details"):
                for key, value in item[part].items():
                    other = ours[item["info"]["name"]][part].get(key)
                    if unordered(value) != unordered(other):
                        yield f"{kind} {item['info']['name']} {key}: {str(value)[:200]} | {str(other)[:200]}"


def rows(shared):
    """(name, sources, files as path or (name, text), the reference's answer)"""
    oracle, data = os.path.join(shared, "oracle"), os.path.join(shared, "data", "falco-rules")
    with open(os.path.join(oracle, "oracle_rule_loader.jsonl"), encoding="utf-8") as file:
        loaded = {row["id"]: row for row in map(json.loads, file)}
    with gzip.open(os.path.join(oracle, "oracle_describe.jsonl.gz"), "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            source = loaded[row["id"]]
            files = source.get("contents") or [{"name": source["filename"], "content": source["content"]}]
            yield row["id"], source.get("engine_sources") or [], files, row["describe"]
    with gzip.open(os.path.join(oracle, "oracle_official_describe.jsonl.gz"), "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            files = [os.path.join(data, "falcosecurity+rules", "rules", name + ".yaml")
                     for name in OFFICIAL.get(row["id"], [])]
            if row["id"] == "k8s_audit":
                files = [os.path.join(data, "falcosecurity+plugins", "plugins", "k8saudit", "rules",
                                      "k8s_audit_rules.yaml")]
            yield row["id"], [], files, row["describe"]


def main():
    probe, shared = sys.argv[1], os.environ.get("SYSREEL_SHARED", sys.argv[2])
    if not os.path.isdir(os.path.join(shared, "oracle")):
        print(f"skipped: {shared}/oracle is not here")
        return 77
    count = good = 0
    for name, sources, files, wanted in rows(shared):
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for number, file in enumerate(files):
                if isinstance(file, str):
                    paths.append(file)
                    continue
                paths.append(os.path.join(folder, f"{number}-{os.path.basename(file['name'])}"))
                with open(paths[-1], "w", encoding="utf-8") as out:
                    out.write(file["content"])
            bad = list(differences(wanted, describe(probe, sources, paths)))
        count += 1
        good += not bad
        for line in bad[:5]:
            print("  ", name, line)
    print(f"describe: {good} of {count} equal")
    return 0 if count and good == count else 1


if __name__ == "__main__":
    sys.exit(main())
