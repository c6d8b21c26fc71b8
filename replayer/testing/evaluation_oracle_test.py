#!/usr/bin/env python3
"""Conditions and outputs on described events: evaluation_oracle_test.py PROBE SHARED [--verbose].

The reference's rows say which calls of its unit tests made their event. SCRIPTS describe these events in our own words
(replayer/testing/field_script.h); each row is asked of the event that its test left. Rows about fields of a plugin that
only those tests have, or about mock fields, cannot be expressed and are counted. Skipped (77) without the shared folder.
"""
import json
import os
import subprocess
import sys

INIT = ('header boot=0 wall=0\nsnapshot scan 0 0 1/1\n'
        'row 1/1@0 snapshot.thread tid=1 pid=1 ptid=0 comm="init" exe="/sbin/init" exepath="/sbin/init" '
        'args=["context" "ls" "--format" "{{json .}}"] cwd="/root/" vpid=1 vtid=1 sid=1 vpgid=1 uid=0 gid=0\n')


def processes(*rows):
    return INIT + "".join(f'row {tid}/{tid}@0 snapshot.thread tid={tid} pid={tid} ptid={parent} comm="{comm}" exe="{exe}" '
                          f'exepath="{exe}" cwd="/root/" vpid={tid} vtid={tid}\n' for tid, parent, comm, exe in rows)


def event(text, tid=1, number=0):
    return f"event {10 + number} 1 {tid}/{tid}@0 {text}\n"


GETCWD = INIT + event('getcwd res=-2 path="/test/dir"')
OPEN = 'open fd={} name="{}" flags={} mode=0 dev=0 ino=0'
RUN = INIT + event(OPEN.format(3, "/tmp/file_to_run", 0))
SOCKET = event("socket fd=4 domain=2 type=1 proto=0", number=1)
EXEC = ('execve res=0 exe="{0}" args=[] tid={1} pid={1} ptid={2} cwd="" comm="{3}" env=[] filename="{0}" '
        'trusted_exepath="{0}" flags=0 uid=0 gid=0 pgid={1} vpgid={1}')
NAMES = ("exe args tid pid ptid cwd fdlimit pgft_maj pgft_min vm_size vm_rss vm_swap comm cgroups env tty vpgid loginuid flags "
         "cap_inheritable cap_permitted cap_effective exe_ino exe_ino_ctime exe_ino_mtime uid trusted_exepath pgid gid "
         "filename").split()
TEXTS = ("exe", "cwd", "comm", "trusted_exepath", "filename")
EMPTY = INIT + event("execve res=0 " + " ".join(f'{n}="<NA>"' if n in TEXTS else f'{n}=!missing'
                                                   for n in NAMES))

# Interfaces are known, and no address of a test is one of theirs.
ELSEWHERE = INIT + 'row 0/0@0 snapshot.interface name="eth0" address="\\x0a\\x00\\x00\\x01" netmask="\\xff\\xff\\xff\\x00"\n'

# By the name of the reference's test: the events before the question.
SCRIPTS = {
    "EVT_FILTER_rawarg_madness": [
        INIT + event("epoll_create res=0 size=-22"),
        INIT + event("signalfd4 res=-1 flags=512 fd=9 mask=0"),
        INIT + event("timerfd_create res=0 clockid=255 flags=255"),
        INIT + event('chown res=0 path="/a" uid=0 gid=0'),
    ],
    "PROC_FILTER_aname": processes((2, 1, "bash", "/bin/bash"), (3, 2, "good-exe", "/good-exe")) +
                         event(EXEC.format("/good-exe", 3, 2, "good-exe"), tid=3),
    "bytebuf_bcontains_bstartswith": INIT + event('read res=0 data="hello\\x00\\x01\\x02" fd=0 size=8'),
    "contains_icontains": INIT + event(OPEN.format(3, "/opt/dir/SUBDIR/file.txt", 66)),
    "evt_abspath_invalid_utf8_match": INIT + event('open_by_handle_at fd=4 mountfd=5 flags=2 path="/tmp/a\\xff"'),
    "fd_fields_invalid_utf8_match": INIT + event('open fd=3 name="/p\\xff/q\\xff" flags=2 mode=0 dev=5 ino=123'),
    "fspath_fields_invalid_utf8_match": INIT + event('rename res=0 oldpath="/tmp/s\\xff" newpath="/tmp/t\\xff"'),
    "pmatch": INIT + event(OPEN.format(3, "/opt/dir/subdir/file.txt", 0)),
    "signed_int_compare": [INIT + event("epoll_create res=-22 size=0"), INIT + event(OPEN.format(-1, "/tmp/the_file", 0))],
}


def script_of(row):
    test = row["test"].split(".")[-1]
    if "sample." in row["filter"] or row["kind"] == "eval_mock":
        return None
    if row["test"].startswith("param:"):
        return EMPTY
    if test.startswith("FILTERCHECK_MOD"):
        return INIT + event(EXEC.format("/myexe", 1, 0, "myexe"))
    if test in ("len_transformer",) or test.startswith("multivalue_transformer"):
        return RUN + (SOCKET if row["nevents"] == 2 else "")
    if test.startswith("net_ipv4") or test.startswith("net_modifier_ip"):
        return (ELSEWHERE + event("socket fd=3 domain=2 type=1 proto=0") +
                event("connect res=0 tuple=tuple(172.40.111.222:54321>142.251.111.147:443) fd=3 addr=addr(142.251.111.147:443)",
                      number=1))
    if test.startswith("net_ipv6"):
        return (ELSEWHERE + event("socket fd=3 domain=10 type=1 proto=0") +
                event("connect res=0 tuple=tuple([::1]:54321>[2001:4860:4860::8888]:443) fd=3 "
                      "addr=addr([2001:4860:4860::8888]:443)", number=1))
    if test == "proc_fields_invalid_utf8_match":
        return INIT.replace('comm="init" exe="/sbin/init"', 'comm="bad\\xff" exe="/sbin/bad\\xff"') + \
            event('getcwd res=-2 path="/test/dir"')
    found = SCRIPTS.get(test)
    if isinstance(found, list):
        return found[min(row["nevents"] or 1, len(found)) - 1]
    if found is None and test.startswith("filter_"):
        return GETCWD
    return found


def ask(probe, script):
    done = subprocess.run([probe], input=script.encode(), capture_output=True, check=False)
    return done.stdout.decode(errors="replace").splitlines()


FAMILY = processes((2, 1, "bash", "bash"), (3, 2, "child", "child")) + event('getcwd res=-2 path="/test/dir"', tid=3)


def output_is_right(probe, row):
    """Whether an output compiles, and what it prints; of JSON the fields one by one."""
    script = FAMILY if "ancestor" in row["test"] and "with_arg" not in row["test"] else GETCWD

    def printed(output):
        digits = output.encode().hex()
        line = next(line for line in ask(probe, f"{script}% {digits}\nclose\n") if line.startswith("% "))
        answer = line[len(f"% {digits} "):]
        return None if answer == "does not compile" else answer

    text = printed(row["format"])
    if (text is not None) != (row["expect"] == "valid"):
        return False, text
    if row["json"]:
        values = {name: "<NA>" if value is None else str(value) for name, value in row.get("values", {}).items()}
        found = {name: printed("*%" + name) for name in values}
        return values == found, found
    return "output" not in row or row["output"] == text, text


def main():
    probe, shared = sys.argv[1], os.environ.get("SYSREEL_SHARED", sys.argv[2])
    oracle = os.path.join(shared, "oracle")
    if not os.path.isdir(oracle):
        print(f"skipped: {oracle} is not here")
        return 77
    with open(os.path.join(oracle, "oracle_filters.jsonl"), encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["kind"] in ("eval", "eval_mock")]
    good = count = other = 0
    for row in rows:
        script = script_of(row)
        if script is None:
            other += 1
            continue
        count += 1
        filter_hex = row["filter"].encode("utf-8").hex()
        answer = ask(probe, script + f"! {filter_hex}\nclose\n")
        wanted = "true" if row["expect"] else "false"
        if f"! {filter_hex} {wanted}" in answer:
            good += 1
        else:
            print("  ", row["id"], row["test"], row["filter"], row["expect"], answer[-3:])
    print(f"oracle_filters evaluated: {good} of {count} equal; {other} cannot be expressed")
    with open(os.path.join(oracle, "oracle_formatter.jsonl"), encoding="utf-8") as file:
        outputs = [json.loads(line) for line in file]
    right = 0
    for row in outputs:
        same, found = output_is_right(probe, row)
        right += same
        if not same:
            print("  ", row["id"], row["test"], repr(row["format"]), row["expect"], row.get("output"), "|", found)
    print(f"oracle_formatter: {right} of {len(outputs)} equal")
    return 0 if count and (good, right) == (count, len(outputs)) else 1


if __name__ == "__main__":
    sys.exit(main())
