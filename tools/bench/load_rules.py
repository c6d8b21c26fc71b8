#!/usr/bin/env python3
"""tools/bench/load_rules.py BUILD_DIR [--rules FILE…] [--generated N] [--runs N] : what loading and compiling rules costs.

Loads rule files (without --rules: the official ones of $SYSREEL_SHARED, where that is set) and N generated rules with
`sysreel rules list`, RUNS times in turn, and prints the median of user + system CPU time less that of an empty file.
"""
import argparse
import os
import pathlib
import random
import resource
import statistics
import subprocess
import tempfile

OFFICIAL = ["falcosecurity+rules/rules/falco_rules.yaml", "falcosecurity+rules/rules/falco-incubating_rules.yaml",
            "falcosecurity+rules/rules/falco-sandbox_rules.yaml",
            "falcosecurity+plugins/plugins/k8saudit/rules/k8s_audit_rules.yaml"]


def generated(count):
    """Rules of the usual kind: an event type, macros, lists, some paths and names of their own."""
    random.seed(1)
    events = ["open", "openat", "execve", "connect", "unlink", "rename", "chmod", "mkdir", "ptrace", "setuid"]
    text = ""
    for n in range(count // 50):
        names = ", ".join(f"tool{random.randrange(2000)}" for _ in range(20))
        text += f"- list: names{n}\n  items: [{names}]\n"
        text += f"- macro: known{n}\n  condition: (proc.name in (names{n}) or proc.pname in (names{n}))\n"
    for n in range(count):
        kinds = ", ".join(random.sample(events, 3))
        text += (f"- rule: rule {n}\n  desc: generated\n  priority: WARNING\n  tags: [generated, t{n % 40}]\n"
                 f"  output: file %fd.name by %proc.name (%proc.cmdline) user=%user.name\n  condition: >\n"
                 f"    evt.type in ({kinds}) and fd.name startswith /srv/app{n}/ and not known{n % (count // 50)}\n"
                 f"    and (proc.cmdline contains \"--flag{n}\" or user.uid = {n} or proc.aname in (a{n}, b{n % 7}))\n")
    return text


def cpu_of(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stderr.decode(errors='replace')}")
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--rules", nargs="*", default=[])
    parser.add_argument("--generated", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    files = options.rules
    shared = os.environ.get("SYSREEL_SHARED")
    if not files and shared:
        files = [os.path.join(shared, "data", "falco-rules", name) for name in OFFICIAL]
    with tempfile.TemporaryDirectory() as folder:
        empty, many = os.path.join(folder, "empty.yaml"), os.path.join(folder, "many.yaml")
        pathlib.Path(empty).write_text("", encoding="utf-8")
        pathlib.Path(many).write_text(generated(options.generated), encoding="utf-8")
        sets = {"empty": [empty], f"{options.generated} generated rules": [many]}
        if files:
            sets[f"{len(files)} rule files"] = files
        times = {name: [] for name in sets}
        for _ in range(options.runs):
            for name, paths in sets.items():
                times[name].append(cpu_of([str(options.build / "sysreel"), "rules", "list", *paths]))
    start = statistics.median(times.pop("empty"))
    print(f"{'process without rules':28} {start:8.1f} ms")
    for name, values in times.items():
        print(f"{name:28} {statistics.median(values) - start:8.1f} ms ({min(values) - start:.1f}..{max(values) - start:.1f})")


if __name__ == "__main__":
    main()
