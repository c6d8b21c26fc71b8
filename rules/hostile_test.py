#!/usr/bin/env python3
"""Rule files that ask for too much: hostile_test.py PROBE. Each ends within bounds and says what is wrong.

The bounds are far above what the answers take: a limit that is gone makes gigabytes or minutes.
"""
import json
import os
import resource
import subprocess
import sys
import tempfile

CPU_SECONDS = 60
MEGABYTES = 2000


def rule(condition, name="r", more=""):
    return f"- rule: {name}\n  desc: d\n  output: o\n  priority: INFO\n  condition: {condition}\n{more}"


def doubling(kind, count):
    if kind == "list":
        return "- list: l0\n  items: [a, b]\n" + "".join(
            f"- list: l{i}\n  items: [l{i - 1}, l{i - 1}]\n" for i in range(1, count))
    return "- macro: m0\n  condition: evt.type=open\n" + "".join(
        f"- macro: m{i}\n  condition: m{i - 1} and m{i - 1}\n" for i in range(1, count))


def bomb(levels):
    return "- &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"- &a{i} [{','.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, levels))


MANY = "- list: l\n  items: [" + ", ".join(f"item{i}" for i in range(100_000)) + "]\n"
IN_L = "evt.type=open and fd.num={} and proc.name in (l)"
OPEN = "evt.type=open and "

# What, the file, what the answer must say; empty: it loads.
CASES = [
    ("parentheses", rule("(" * 500_000 + "evt.type=open" + ")" * 500_000), "nested too deeply"),
    ("transformers", rule(OPEN + "tolower(" * 100_000 + "proc.name" + ")" * 100_000 + " = a"), "nested too deeply"),
    ("not", rule("not " * 250_000 + "evt.type=open"), ""),
    ("1 MB condition", rule(OPEN + "(" + " or ".join(f"proc.name = n{i}" for i in range(50_000)) + ")"), ""),
    ("1 MB name", rule("x" * 1_000_000), "there is no macro 'xxx"),
    ("1 MB text", rule("'" + OPEN + 'proc.name = "' + "x" * 1_000_000 + "\"'"), ""),
    ("list", MANY + "".join(rule(IN_L.format(i), f"r{i}") for i in range(5)), ""),
    ("list in many rules", MANY + "".join(rule(IN_L.format(i), f"r{i}") for i in range(40)), "lists make the condition too large"),
    ("one letter a list", "- list: a\n  items: [b]\n" + rule(OPEN + "proc.name in (" + "a, " * 300_000 + "a)"), ""),
    ("lists of lists", doubling("list", 64) + rule(OPEN + "proc.name in (l63)"), None),
    ("lists in a ring", "- list: a\n  items: [b, x]\n- list: b\n  items: [a, y]\n" + rule(OPEN + "proc.name in (a)"), ""),
    ("macros in a ring", "- macro: a\n  condition: evt.type=open\n- macro: b\n  condition: a\n- macro: a\n  condition: b\n" +
     rule("a"), "refers to itself"),
    ("macro of itself", "- macro: a\n  condition: a\n" + rule("a"), "there is no macro 'a'"),
    ("macros of macros", doubling("macro", 64) + rule("m63"), "too many checks"),
    ("macros of macros, many rules", doubling("macro", 18) + "".join(rule("m17", f"r{i}") for i in range(200)), "too many checks"),
    ("chain of macros", "- macro: m0\n  condition: evt.type=open\n" + "".join(
        f"- macro: m{i}\n  condition: m{i - 1}\n" for i in range(1, 20_000)) + rule("m19999"), "nested too deeply"),
    ("aliases", bomb(12), "aliases expand to too many values"),
    ("aliases in tags", bomb(7) + rule("evt.type=open", more="  tags: *a6\n"), "aliases expand to too many values"),
    ("deep flow", "- " + "[" * 500_000, "nested too deeply"),
    ("deep block", "- " * 200_000, "nested too deeply"),
    ("deep map", "- " + "{a: " * 100_000, "nested too deeply"),
    ("one long line", "[" + ", ".join(f"{{rule: r{i}, desc: d, output: o, priority: info, condition: evt.typ = open}}"
                                      for i in range(10_000)) + "]", "there is no field 'evt.typ'"),
    ("many errors", "".join(rule("evt.typ=open", f"r{i}") for i in range(20_000)), "there is no field 'evt.typ'"),
    ("regular expression", rule(OPEN + 'proc.name regex "(a{1000}){1000}"'), "no regular expression"),
    ("1 MB regular expression", rule(OPEN + 'proc.name regex "' + "(a|b)*c" * 120_000 + '"'), ""),
    ("exceptions", rule("evt.type=open", more="  exceptions: [{name: e, fields: [proc.name, fd.name], values: [" +
                        ", ".join(f"[a{i}, b{i}]" for i in range(30_000)) + "]}]\n"), ""),
    ("alternatives", "".join(rule(OPEN + " and ".join(f"(proc.name=a{k} or fd.name=b{k} or user.uid={k})"
                                                     for k in range(i, i + 12)), f"r{i}") for i in range(100)), ""),
]


def bounded():
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def run(probe, path, flags):
    process = subprocess.Popen([probe, *flags, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=bounded)
    out = process.stdout.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    return out, os.waitstatus_to_exitcode(status), usage.ru_maxrss / 1024


def main():
    probe, bad = sys.argv[1], 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "hostile.yaml")
        for name, text, wanted in CASES:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            for flags in (["--own", "--lint"], []):
                out, status, megabytes = run(probe, path, flags)
                problem = None
                if status:
                    problem = f"ends with {status}"
                elif megabytes > MEGABYTES:
                    problem = f"takes {megabytes:.0f} MB"
                elif wanted is not None:
                    lines = [json.loads(line) for line in out.splitlines()]
                    errors = [d["message"] for d in lines[:-1] if d["severity"] == "error"]
                    good = not errors if wanted == "" else any(wanted in message for message in errors)
                    problem = None if good else f"says {errors[:3]}"
                    if any(len(d["message"]) > 400 or len(d["snippet"]) > 1000 for d in lines[:-1]):
                        problem = "says too much"
                if problem:
                    bad += 1
                    print(f"{name} {' '.join(flags)}: {problem}")
    print(f"{2 * len(CASES) - bad} of {2 * len(CASES)} bounded")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
