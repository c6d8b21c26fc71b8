#!/usr/bin/env python3
"""compare_generated_rules.py PROBE REFENGINE SHARED [COUNT] [SEED] [FOLDER]: makes rule files and compares what the
reference engine and ours say of them: verdict, codes with items, and what the rules of good files resolve to.

The files hold lists, macros and rules that refer to each other, appends, overrides, exceptions and wrong values, written
in all the ways that YAML has. REFENGINE `-` is the shared one; skipped (77) where it is missing. Files that differ are
kept in FOLDER.
"""
import json
import os
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

FIELDS = ["proc.name", "proc.pname", "fd.name", "proc.cmdline", "user.uid", "fd.sport", "proc.aname[2]", "proc.aname",
          "evt.arg.flags", "fd.ip", "fd.net", "evt.rawres", "proc.env[HOME]", "container.id", "tolower(proc.name)",
          "len(fd.name)", "proc.nosuch", "fd.types", "evt.dir", "evt.num", "evt.buffer", "proc.is_exe_writable"]
K8S_FIELDS = ["ka.verb", "ka.user.name", "ka.target.name", "jevt.value[/stage]", "ka.user.groups", "ka.response.code"]
TYPES = ["open", "openat", "execve", "close", "connect", "pivot_root", "dup2", "opem", "container", "read"]
WORDS = ["a", "bash", "cat", "x y", "/etc/passwd", "1", "-5", "true", "<NA>", "proc.pname", "a,b", "a=b", "(a)", '"q"', "'s'",
         "", "10.0.0.1", "10.0.0.0/8", "*", "l1", "l2", "m1", "and", "or", "https", "é", "a\\b", "val(proc.pname)", "a\tb",
         "it's", "65536", "0x10", "~", "null", "no", "#c", "a: b", "- a", "&x", "%", "@", "`", "!t", "a#b", "tolower(x)"]
NAMES = ["r1", "r2", "r3", "rule four"]
MACROS = ["m1", "m2", "m3", "m-4", "m_5"]
LISTS = ["l1", "l2", "l3", "l-4", "l 5"]
TEXT_FIELDS = ["proc.name", "fd.name", "proc.cmdline", "proc.aname[2]", "proc.env[HOME]", "tolower(proc.name)",
               "evt.arg.flags", "container.id"]
K8S_TEXT_FIELDS = ["ka.verb", "ka.user.name", "jevt.value[/stage]"]
OTHER_CHECKS = ["user.uid = 0", "fd.sport in (80, https)", "fd.net = 10.0.0.0/8", "evt.rawres < 0", "evt.num >= 0", "evt.num = 0",
                "fd.types intersects (l1, file)", "len(fd.name) > 3", "proc.is_exe_writable = true", "proc.aname in (l1, l2)",
                "evt.buffer contains x", "fd.ip != 10.0.0.1", "evt.dir = <", "proc.name = val(proc.pname)",
                "concat(proc.name, \"x\") = ax", "proc.name exists"]
COMPARE = ["=", "!=", "==", "contains", "startswith", "endswith", "glob", "icontains", "regex", "iglob"]
LIST_OPS = ["in", "intersects", "pmatch"]
PRIORITIES = ["INFO", "info", "Warning", "ERROR", "CRITICAL", "notice", "debug", "EMERGENCY", "ALERT", "INFORMATIONAL"]


class Scalar(str):
    """A text that is written as it is: a number, a bool, null."""


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        # Half of the files try to be right, so that what good rules resolve to is compared too.
        self.careful = self.random.random() < 0.6
        self.macros, self.rules = [], []

    def chance(self, share):
        return self.random.random() < share

    def slip(self, share):
        """Something wrong, rarely in careful files."""
        return self.chance(share / 15 if self.careful else share)

    def any(self, items):
        return self.random.choice(items)

    # Conditions.

    def literal(self):
        word = self.any(WORDS)
        if self.chance(0.5) or not word or any(c in word for c in " ()=,\"'\t"):
            if self.careful:
                return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
            return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' if self.chance(0.95) else word
        return word

    def list_text(self):
        items = [self.any(LISTS) if self.chance(0.5) else self.literal() for _ in range(self.random.randrange(4))]
        return "(" + self.any([", ", ",", " , "]).join(items) + ")"

    def event_check(self):
        types = TYPES if not self.careful else [t for t in TYPES if t != "opem"]
        if self.chance(0.5):
            return f"evt.type {self.any(['=', '!=', '='])} {self.any(types)}"
        return f"evt.type in ({', '.join(self.any(types) for _ in range(self.any([1, 2, 3])))})"

    def check(self, k8s):
        if not k8s and self.chance(0.4):
            return self.event_check()
        if self.careful and not k8s and self.chance(0.3):
            return self.any(OTHER_CHECKS)
        fields = K8S_FIELDS if k8s else FIELDS
        if self.careful:
            fields = K8S_TEXT_FIELDS if k8s else TEXT_FIELDS
        field = self.any(fields)
        pick = self.random.random()
        if pick < 0.1:
            return field + " exists"
        if pick < 0.5:
            return f"{field} {self.any(LIST_OPS if self.chance(0.3) else ['in'])} {self.list_text()}"
        if pick < 0.6:
            return f"{field} {self.any(COMPARE)} {self.any(['oneof', 'anyof', 'allof'])} {self.list_text()}"
        if pick < 0.65 and not self.careful:
            return f"{field} = val({self.any(fields)})"
        return f"{field} {self.any(COMPARE)} {self.literal()}"

    def condition(self, k8s=False, depth=0):
        pick = self.random.random()
        if pick < 0.15 and (self.macros or not self.careful):
            return self.any(self.macros if self.careful else MACROS)
        if pick < 0.55 or depth > 2:
            return self.check(k8s)
        if pick < 0.65:
            return "not " + self.condition(k8s, depth + 1)
        word = self.any([" and ", " and ", " or ", "\n  and ", " and\n "])
        text = word.join(self.condition(k8s, depth + 1) for _ in range(self.any([2, 2, 3])))
        return f"({text})" if self.chance(0.5) else text

    def rule_condition(self, k8s):
        text = self.condition(k8s)
        if not k8s and self.chance(0.7):
            text = f"{self.event_check()} and {text}"
        return self.damaged(text) if self.slip(0.04) else text

    def damaged(self, text):
        at = self.random.randrange(len(text) + 1)
        return text[:at] + self.any(["(", ")", '"', "and", " ", ",", "=", "\\"]) + text[at + self.random.randrange(3):]

    def output(self, k8s):
        fields = ["ka.verb", "jevt.value[/a]", "evt.time"] if k8s else ["proc.name", "fd.name", "evt.type", "proc.aname[2]",
                                                                      "evt.dir", "container.info", "toupper(proc.name)"]
        parts = [f"%{self.any(fields)}" for _ in range(self.random.randrange(3))]
        text = "out " + self.any([" ", ",", " x="]).join(parts) + (
            self.any(["%", "%%", "%nosuch.f"]) if self.slip(0.3) else self.any(["", " ", "" if k8s else " %20proc.name"]))
        return text

    # Exceptions.

    def exception(self, k8s, append):
        made = {}
        if not self.slip(0.03):
            made["name"] = self.any(["e1", "e2", "e3"])
        fields = K8S_FIELDS if k8s else FIELDS
        if self.careful:
            fields = K8S_TEXT_FIELDS if k8s else TEXT_FIELDS
        count = self.any([1, 2, 2, 3])
        if append and self.chance(0.7):
            count = self.any([1, 2])
        elif self.chance(0.3):
            made["fields"] = self.any(fields)
            if self.chance(0.5):
                made["comps"] = self.any(["in", "pmatch", "intersects", "startswith oneof", "contains anyof"] +
                                         ([] if self.careful else ["="]))
            if self.chance(0.85):
                made["values"] = [self.exception_word() for _ in range(self.random.randrange(3))]
            return made
        else:
            made["fields"] = [self.any(fields) for _ in range(count)]
            if self.chance(0.6):
                made["comps"] = [self.any(COMPARE + ["in", "startswith", "bogus" if self.slip(0.1) else "="])
                                 for _ in range(1 if self.slip(0.05) else count)]
        if self.chance(0.85):
            operators = made.get("comps", ["="] * count)
            made["values"] = [[self.exception_value(operators[i % len(operators)]) for i in
                               range(1 if self.slip(0.05) else count)] for _ in range(self.random.randrange(3))]
        return made

    def exception_word(self):
        words = [w for w in WORDS if w and not set(w) & set("\"'()=,\t\\")] if self.careful else WORDS
        return self.any(words)

    def exception_value(self, operator):
        if operator == "in" if self.careful else self.chance(0.15):
            return [self.exception_word() for _ in range(self.random.randrange(3))]
        return self.any(LISTS) if self.chance(0.1) else self.exception_word()

    # Items.

    def wrong(self):
        return self.any([Scalar("~"), [], {}, ["a"], {"a": "b"}, "", Scalar("1"), Scalar("1.5"), "maybe", Scalar("-1")])

    def list_item(self):
        item = {"list": self.any(LISTS), "items": [self.any(LISTS) if self.chance(0.25) else
                                                   self.any([self.any(WORDS), Scalar("12"), Scalar("true"), Scalar("1.5")])
                                                   for _ in range(self.random.randrange(4))]}
        self.change(item, "items")
        return item

    def macro_item(self):
        name = self.any(MACROS)
        item = {"macro": name, "condition": self.condition(self.chance(0.05))}
        if self.careful and (name in self.macros) and self.chance(0.5):
            item["condition"] = self.any(["and ", "or "]) + item["condition"]
            item["override"] = {"condition": "append"}
        elif not self.careful and self.change(item, "condition") and self.chance(0.7):
            item["condition"] = self.any(["and ", "or "]) + item["condition"]
        if "-" not in name:
            self.macros.append(name)
        return item

    def change(self, item, key):
        pick = self.random.random()
        if self.careful:
            return False
        if pick < 0.1:
            item["append"] = self.any([Scalar("true"), Scalar("true"), Scalar("false"), "true", "x"])
        elif pick < 0.22:
            item["override"] = {key: self.any(["append", "append", "replace", "bogus"])}
        return pick < 0.22

    def rule_item(self):
        k8s = self.chance(0.2)
        item = {"rule": self.any(NAMES), "desc": self.any(["d", "some text", " x "]),
                "condition": self.rule_condition(k8s), "output": self.output(k8s), "priority": self.any(PRIORITIES)}
        if k8s:
            item["source"] = self.any(["k8s_audit", "k8s_audit", "k8s_audit", "nosuch"])
        elif self.chance(0.1):
            item["source"] = self.any(["syscall", "syscall", "", "Syscall"])
        optional = {"enabled": self.any([Scalar("true"), Scalar("no"), "false", Scalar("off")]),
                    "tags": self.any([["t1", "t2"], ["t1", "t1"], [], [Scalar("1")]]),
                    "warn_evttypes": self.any([Scalar("false"), Scalar("true")]),
                    "skip-if-unknown-filter": Scalar("true"), "skip_if_unknown_filter": Scalar("true"),
                    "capture": self.any([Scalar("true"), "yes"]), "capture_duration": self.any([Scalar("100"), "5", Scalar("0")]),
                    "bogus": "x", "exceptions": [self.exception(k8s, False) for _ in range(self.any([1, 1, 2]))]}
        self.rules.append(item["rule"])
        for key, value in optional.items():
            if self.chance(0.25 if key == "exceptions" else 0.08):
                item[key] = value
        return item

    def changed_rule(self):
        k8s = self.chance(0.1) and not self.careful
        name = self.any(self.rules if self.careful and self.rules else NAMES)
        keys = self.random.sample(["condition", "output", "desc", "priority", "tags", "enabled", "exceptions", "capture",
                                   "warn_evttypes"] + ([] if self.careful else ["source"]), self.any([1, 1, 2, 3]))
        values = {"condition": self.condition(k8s), "output": self.output(k8s), "desc": "more",
                  "priority": self.any(PRIORITIES), "tags": ["t3"], "enabled": self.any([Scalar("true"), Scalar("false")]),
                  "exceptions": [self.exception(k8s, True)], "capture": Scalar("true"), "warn_evttypes": Scalar("false"),
                  "source": "syscall"}
        if self.chance(0.25):
            values["condition"] = self.any(["and ", "or "]) + values["condition"]
            return {"rule": name, **{key: values[key] for key in keys}, "append": Scalar("true")}
        if self.chance(0.1):
            return {"rule": name, "enabled": values["enabled"]}
        item = {"rule": name, "override": {}}
        for key in keys:
            replace_only = key in ("priority", "enabled", "capture", "warn_evttypes") and not self.slip(0.1)
            action = "replace" if replace_only else self.any(["append", "append", "replace"])
            if key == "condition" and action == "append" and not self.slip(0.2):
                values[key] = self.any(["and ", "or "]) + values[key]
            item[key] = values[key]
            if key != "source" or self.chance(0.2):
                item["override"][key] = action
        if self.slip(0.1):
            item["override"][self.any(["condition", "desc", "bogus"])] = "replace"
        return item

    def item(self):
        pick = self.random.random()
        if pick < 0.28:
            item = self.list_item()
        elif pick < 0.5:
            item = self.macro_item()
        elif pick < 0.82:
            item = self.rule_item()
        elif pick < 0.94:
            item = self.changed_rule() if self.rules or not self.careful else self.rule_item()
        elif pick < 0.96:
            item = {"required_engine_version": self.any([Scalar("15"), Scalar("0.31.0"), "0.63.0", " 0.1.0z", "0x10"] +
                                                      ([] if self.careful else ["0.64.0", "x", Scalar("1.0")]))}
        elif pick < 0.98:
            item = {"required_plugin_versions": [{"name": self.any(["json", "k8saudit"]), "version":
                                                  "0.7.0" if self.careful else self.any(["0.7.0", "1", "x", "0.7.0-1"])}]}
        else:
            item = self.any([{"bogus": "x"}, Scalar("~")] + ([] if self.careful else ["text", []]))
        if isinstance(item, dict) and self.slip(0.03) and item:
            item[self.any(list(item))] = self.wrong()
        if isinstance(item, dict) and self.slip(0.02) and item:
            del item[self.any(list(item))]
        return item

    # YAML.

    def scalar(self, text, indent, flow):
        if isinstance(text, Scalar):
            return str(text)
        plain = (text and not any(c in text for c in "\n\t#:{}[],&*!|>'\"%@`") and text == text.strip() and text not in
                 ("~", "null", "no", "true", "and", "or") and text[0] not in "-?<=!" and not text[0].isdigit())
        pick = self.random.random()
        if plain and pick < 0.6:
            return text
        if not flow and "\n" not in text and text.strip() and pick < 0.8 and text == text.strip():
            pad = " " * (indent + self.any([2, 2, 4]))
            style = self.any([">", "|", ">-", "|-", ">+"])
            words = text.split(" ") if style[0] == ">" and self.chance(0.5) and '"' not in text and "'" not in text else [text]
            return f"{self.any(['', '', '', '!!str ']) }{style}\n" + "\n".join(pad + word for word in words if word) + "\n"
        if "\n" not in text and pick < 0.9:
            return "'" + text.replace("'", "''") + "'"
        return json.dumps(text, ensure_ascii=self.chance(0.5))

    def value(self, value, indent, flow=False):
        if isinstance(value, dict):
            if flow or not value or self.chance(0.15):
                return "{" + ", ".join(f"{self.scalar(k, 0, True)}: {self.value(v, 0, True)}" for k, v in value.items()) + "}"
            return "\n" + self.map(value, indent + 2)
        if isinstance(value, list):
            if flow or not value or self.chance(0.5):
                return "[" + ", ".join(self.value(v, 0, True) for v in value) + self.any(["", "", ","] if value else [""]) + "]"
            pad = " " * (indent + self.any([0, 2]))
            return "\n" + "".join(f"{pad}- {self.value(v, len(pad) + 2, isinstance(v, (dict, list)))}".rstrip("\n") + "\n"
                                  for v in value)
        return self.scalar(value, indent, flow)

    def map(self, value, indent):
        lines = []
        for key, item in value.items():
            text = self.value(item, indent)
            line = f"{' ' * indent}{key}:{'' if text.startswith(chr(10)) else ' '}{text}"
            lines.append(line.rstrip("\n") if not line.endswith("+\n") else line)
        return "\n".join(lines) + "\n"

    def file(self):
        text = ""
        for _ in range(self.random.randrange(1, 9)):
            item = self.item()
            if not isinstance(item, dict) or not item:
                text += f"- {self.value(item, 2, True)}\n"
            elif self.chance(0.08):
                text += f"- {self.value(item, 2, True)}\n"
            else:
                body = self.map(item, 2)
                text += "- " + body[2:] + self.any(["", "", "\n", "# comment\n"])
            if self.chance(0.03):
                text += self.any(["---\n", "...\n---\n", "---\n~\n---\n"])
        if self.chance(0.03):
            text = "\ufeff" + text
        if self.chance(0.05):
            text = text.replace("\n", "\r\n")
        if self.slip(0.03):
            at = self.random.randrange(len(text) + 1)
            text = text[:at] + self.any(["\t", "&a ", "*a ", ": ", "- ", "'", '"', "{", "]", "\n", "!!int ", "? "]) + text[at:]
        return text


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stdout


def item_of(finding):
    # An exception belongs to its rule.
    kinds = ("rule", "macro", "list", "required plugin versions entry")
    item = next((i for i in finding["locations"] if i[0] in kinds), None)
    return item[1] if item else ""


def compare_load(probe, engine, path):
    """Why the two differ, or nothing; and whether the file is good."""
    _, out = run([engine, "load", path])
    if not out.strip():
        return None, False
    theirs = json.loads(out)
    status, out = run([probe, path])
    if status:
        return f"we end with {status}", False
    lines = [json.loads(line) for line in out.splitlines()]
    found = [(d["severity"], d["code"], d["item_name"]) for d in lines[:-1]]
    errors = {(code, item) for severity, code, item in found if severity == "error"}
    warnings = {(code, item) for severity, code, item in found if severity == "warning"}
    if theirs["ok"] != lines[-1]["ok"]:
        return f"verdict {theirs['ok']} {theirs['errors']} | {lines[-1]['ok']} {sorted(errors)}", False
    wanted = {(w["code"], item_of(w)) for w in theirs["warnings"]}
    if theirs["ok"]:
        return (None if wanted == warnings else f"warnings {sorted(wanted)} | {sorted(warnings)}"), True
    first = theirs["errors"][0]
    # Exceptions of its own libraries name no item.
    same = (first["code"], item_of(first)) in errors or (first["item"] is None and first["code"] in {c for c, _ in errors})
    if first["code"] != "EXCEPTION" and not same:
        return f"error {first['code'], item_of(first), first['message']} | {sorted(errors)}", False
    return (None if wanted <= warnings else f"warnings {sorted(wanted)} not in {sorted(warnings)}"), False


def unordered(value):
    return sorted(value, key=str) if isinstance(value, list) else value


def compare_describe(probe, engine, path):
    _, wanted = run([engine, "describe", path])
    _, got = run([probe, "--describe", path])
    if not wanted.strip():
        return None
    wanted, got = json.loads(wanted), json.loads(got)
    for kind in ("rules", "macros", "lists"):
        ours = {item["info"]["name"]: item for item in got[kind]}
        if [item["info"]["name"] for item in wanted[kind]] != list(ours):
            return f"describe {kind}: {[item['info']['name'] for item in wanted[kind]]} | {list(ours)}"
        for item in wanted[kind]:
            for part in ("info", "details"):
                for key, value in item[part].items():
                    other = ours[item["info"]["name"]][part].get(key)
                    if unordered(value) != unordered(other):
                        return f"describe {kind} {item['info']['name']} {key}: {str(value)[:300]} | {str(other)[:300]}"
    return None


def main():
    probe, engine, shared = sys.argv[1:4]
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 200
    seed = int(sys.argv[5]) if len(sys.argv) > 5 else 1
    keep = sys.argv[6] if len(sys.argv) > 6 else None
    shared = os.environ.get("SYSREEL_SHARED", shared)
    engine = os.path.join(shared, "oracle", "reference", "refengine") if engine == "-" else engine
    if not os.access(engine, os.X_OK):
        print(f"skipped: {engine} is not here")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        def one(number):
            path = os.path.join(keep or folder, f"{seed}-{number}.yaml")
            text = Maker(f"{seed} {number}").file()
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            problem, good = compare_load(probe, engine, path)
            if good and problem is None:
                problem = compare_describe(probe, engine, path)
            if keep and problem is None:
                os.unlink(path)
            return number, good, problem
        with ThreadPoolExecutor(2) as pool:
            results = list(pool.map(one, range(count)))
    bad = [(number, problem) for number, _, problem in results if problem]
    print(f"{count - len(bad)} of {count} generated rule files equal; {sum(good for _, good, _ in results)} load")
    for number, problem in bad[:20]:
        print("  ", number, problem)
    return 0 if not bad else 1


if __name__ == "__main__":
    sys.exit(main())
