#!/usr/bin/env python3
"""compare_conditions.py PROBE REFENGINE SHARED [COUNT] [SEED]: makes conditions and compares parse and compile verdicts
with the reference engine's. Conditions are random sentences of the language, some of them then damaged.

Skipped (77) where the reference engine is missing.
"""
import json
import os
import random
import subprocess
import sys
import tempfile

OPERATORS = ["=", "==", "!=", "<", "<=", ">", ">=", "contains", "icontains", "bcontains", "startswith", "bstartswith",
             "endswith", "glob", "iglob", "regex"]
LISTS = ["in", "intersects", "pmatch"]
VALUES = ["a", "1", "-1", "0x10", "1.5", "1e+3", "true", "false", "/etc/*", '"a b"', "'x'", '""', "1.2.3.4", "::1",
          "10.0.0.0/8", "::1/64", "http", "open", "openat2", "proc.name", "a=b", '"\\x41"', '"\\q"', "<NA>", "abcd", "[a-z]+",
          "99999999999999999999", '"\\x00"', "pivot_root", "(", "a,b", '"val(proc.name)"', "%", "\\", "70000", '"5 "', "' 5'"]
ARGUMENTS = ["", "", "", "", "", "[0]", "[1]", "[-1]", "[x]", '["a b"]', "[/a/b]", '[""]', ".x", ".flags", ".name", ".res"]
UNARY = ["tolower", "toupper", "b64", "basename", "len"]
NOISE = list(" ()[]\"'=,.!<>\\\t\n") + ["and", "or", "not", "in", "exists", "oneof", "val(", "join(", "\\x", "]"]


class Maker:
    def __init__(self, seed, fields):
        self.random, self.fields = random.Random(seed), fields

    def field(self):
        return self.random.choice(self.fields) + self.random.choice(ARGUMENTS)

    def argument(self, depth):
        pick = self.random.random()
        if pick < 0.5:
            return self.field()
        if pick < 0.7:
            return self.random.choice(['"a"', "'b c'", "1", "0x1"])
        if pick < 0.85:
            return "(" + ", ".join(self.argument(depth + 1) for _ in range(self.random.randrange(3))) + ")"
        return self.side(depth + 1)

    def side(self, depth=0):
        pick = self.random.random()
        if pick < 0.7 or depth > 2:
            return self.field()
        if pick < 0.9:
            return f"{self.random.choice(UNARY)}({self.argument(depth)})"
        name = self.random.choice(["join", "concat", "getopt"])
        count = self.random.choice([1, 2, 2, 2, 3])
        tail = self.random.choice(["", "", "[a]", "[ab]"])
        return f"{name}({', '.join(self.argument(depth) for _ in range(count))}){tail}"

    def list(self):
        return "(" + ", ".join(self.random.choice(VALUES) for _ in range(self.random.randrange(4))) + ")"

    def check(self):
        left, pick = self.side(), self.random.random()
        if pick < 0.1:
            return left + " exists"
        right = self.random.random()
        other = f"val({self.field()})" if right < 0.5 else self.side()
        if pick < 0.35:
            target = self.list() if right < 0.8 else other if right < 0.9 else "name"
            return f"{left} {self.random.choice(LISTS)} {target}"
        operator = self.random.choice(OPERATORS)
        if pick < 0.5:
            return f"{left} {operator} {self.random.choice(['oneof', 'anyof', 'allof'])} {self.list()}"
        return f"{left} {operator} {self.random.choice(VALUES) if right < 0.75 else other}"

    def condition(self, depth=0):
        pick = self.random.random()
        if pick < 0.6 or depth > 3:
            return self.check()
        if pick < 0.7:
            return "not " + self.condition(depth + 1)
        if pick < 0.8:
            return "(" + self.condition(depth + 1) + ")"
        word = self.random.choice([" and ", " or "])
        return word.join(self.condition(depth + 1) for _ in range(self.random.choice([2, 2, 3])))

    def damaged(self):
        text = self.condition()
        for _ in range(self.random.choice([0, 0, 1, 1, 2])):
            at = self.random.randrange(len(text) + 1)
            text = text[:at] + self.random.choice(NOISE) + text[at + self.random.randrange(3):]
        return text or "a"


def main():
    probe, engine, shared = sys.argv[1:4]
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 2000
    seed = int(sys.argv[5]) if len(sys.argv) > 5 else 1
    shared = os.environ.get("SYSREEL_SHARED", shared)
    engine = os.path.join(shared, "oracle", "reference", "refengine") if engine == "-" else engine
    table = os.path.join(shared, "reference", "all_fields.tsv")
    if not os.access(engine, os.X_OK) or not os.path.exists(table):
        print(f"skipped: {engine} is not here")
        return 77
    with open(table, encoding="utf-8") as file:
        rows = [line.split("\t") for line in file.read().splitlines()[1:]]
    fields = [r[1] for r in rows if "k8saudit" not in r[0] and "json" not in r[0] and "k8smeta" not in r[0]]
    maker = Maker(seed, fields + ["nosuch.field", "proc.nam"])
    conditions = [maker.damaged() for _ in range(count)]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(json.dumps(c) + "\n" for c in conditions)
        file.flush()
        theirs = subprocess.run([engine, "filters", file.name, "--jsonl"], capture_output=True, text=True, check=True)
    theirs = [json.loads(line) for line in theirs.stdout.splitlines()]
    text = "".join(c.encode().hex() + "\n" for c in conditions)
    ours = subprocess.run([probe], input=text, capture_output=True, text=True, check=True)
    ours = [json.loads(line) for line in ours.stdout.splitlines()]
    bad = [(c, t, o) for c, t, o in zip(conditions, theirs, ours) if (t["parse"], t["ok"]) != (o["parse"], o["compile"])]
    print(f"{count - len(bad)} of {count} conditions equal; {sum(t['parse'] for t in theirs)} parse, "
          f"{sum(t['ok'] for t in theirs)} compile")
    for c, t, o in bad[:15]:
        print("  ", repr(c), "reference:", t["parse"], t["ok"], t["error"], "| ours:", o["parse"], o["compile"], o["message"])
    return 0 if not bad and len(theirs) == len(ours) == count else 1


if __name__ == "__main__":
    sys.exit(main())
