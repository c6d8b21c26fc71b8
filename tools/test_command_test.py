#!/usr/bin/env python3
"""test_command_test.py SYSREEL SOURCE_ROOT: test, explain, coverage and diff as a user runs them."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import xml.etree.ElementTree as ElementTree

SYSREEL = pathlib.Path(sys.argv[1]).resolve()
ROOT = pathlib.Path(sys.argv[2]).resolve()

RULES = """- rule: shadow
  desc: d
  condition: evt.type = openat and fd.name = /etc/shadow
  output: shadow (file=%fd.name process=%proc.name)
  priority: ERROR
"""
TEST = "capture: capture.reel\nrules: rules.yaml\nexpect:\n  - rule: shadow\n    count: {}\n"


def run(*arguments, expected=0):
    done = subprocess.run([SYSREEL, 'test', *arguments], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == expected, f'{arguments}: {done.returncode}, not {expected}\n{done.stdout}{done.stderr}'
    return done.stdout + done.stderr


def prepare(folder):
    shutil.copy(ROOT / 'testdata/cases/shadow-read/capture.reel', folder)
    (folder / 'rules.yaml').write_text(RULES)
    (folder / 'good.test.yaml').write_text(TEST.format(1))
    (folder / 'below').mkdir()
    (folder / 'below' / 'bad.test.yaml').write_text(
        TEST.format(2).replace('capture.reel', '../capture.reel').replace('rules.yaml', '../rules.yaml'))


def check_discovery(folder):
    said = run(str(folder), expected=1)
    assert '2 tests: 1 passed, 1 failed, 0 errors' in said, said
    assert 'bad.test.yaml:4:5: shadow: expected 2, found 1' in said, said
    run(str(folder / 'good.test.yaml'))
    run(str(folder / 'none'), expected=3)
    (folder / 'empty').mkdir()
    assert 'no tests' in run(str(folder / 'empty'), expected=3)
    # Rules of a folder do not include the expectations that lie beside them.
    run(str(folder / 'good.test.yaml'), '-r', str(folder))


def check_reports(folder):
    junit, sarif = folder / 'junit.xml', folder / 'out.sarif'
    run(str(folder), '--junit', str(junit), '--sarif', str(sarif), expected=1)
    suite = ElementTree.parse(junit).getroot()
    assert suite.get('tests') == '2' and suite.get('failures') == '1', suite.attrib
    assert len(suite.findall('.//failure')) == 1
    result = json.loads(sarif.read_text())['runs'][0]['results'][0]
    assert result['ruleId'] == 'shadow' and result['level'] == 'error', result
    region = result['locations'][0]['physicalLocation']['region']
    assert region == {'startLine': 4, 'startColumn': 5}, region
    assert '--force' in run(str(folder), '--junit', str(junit), expected=3)
    run(str(folder), '--junit', str(junit), '--force', expected=1)
    lines = [json.loads(line) for line in run(str(folder), '--json', expected=1).splitlines()]
    assert [line['verdict'] for line in lines] == ['fail', 'pass'], lines
    assert run(str(folder), '-o', 'github', expected=1).startswith('::error file=')
    run(str(folder), '-o', 'nonsense', expected=3)
    run('--watch', '--bless', str(folder), expected=3)


def check_bless(folder):
    assert run('--bless', str(folder)).count('blessed') == 2
    assert run('--bless', str(folder)).count('unchanged') == 2
    assert '2 tests: 2 passed' in run(str(folder))
    # A rule that is broken afterwards fails with the part that changed.
    (folder / 'rules.yaml').write_text(RULES.replace('/etc/shadow', '/etc/shadow2'))
    said = run(str(folder / 'good.test.yaml'), expected=1)
    assert 'fd.name = /etc/shadow2 is false: fd.name = /etc/shadow' in said and 'rules.yaml:3:' in said, said
    (folder / 'rules.yaml').write_text('- rule: shadow\n')
    run(str(folder), expected=2)
    (folder / 'rules.yaml').write_text(RULES)


def check_explain(folder):
    def explain(*arguments, expected=0):
        done = subprocess.run([SYSREEL, 'explain', folder / 'capture.reel', '-r', folder / 'rules.yaml', *arguments],
                              capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == expected, f'{arguments}: {done.returncode}\n{done.stdout}{done.stderr}'
        return done.stdout + done.stderr
    said = explain('--rule', 'shadow', '--nearest', '2')
    assert said.startswith('shadow fired 1 time; the nearest misses:'), said
    assert 'fd.name = /etc/shadow is false: fd.name = /etc/' in said and '<- decides' in said, said
    lines = [json.loads(line) for line in explain('--rule', 'shadow', '--nearest', '2', '--json').splitlines()]
    assert len(lines) == 2 and all(line['distance'] == 1 and not line['matched'] for line in lines), lines
    number = str(lines[0]['event'])
    one = json.loads(explain('--rule', 'shadow', '--event', number, '--json'))
    assert one == lines[0], one
    # An event of a kind that no rule looks at is explained, too; one that is not there is said.
    assert 'does not look at events of the kind execve' in explain('--rule', 'shadow', '--event', '1')
    assert 'has no event 999999' in explain('--rule', 'shadow', '--event', '999999', expected=3)
    assert "there is no rule 'shado'; did you mean shadow?" in explain('--rule', 'shado', expected=3)


def check_coverage(folder):
    command = [SYSREEL, 'coverage', folder / 'capture.reel', '-r', folder / 'rules.yaml']
    rules = RULES + RULES.replace('rule: shadow', 'rule: never').replace('fd.name', 'evt.num = 0 and fd.name', 1)
    (folder / 'rules.yaml').write_text(rules)
    done = subprocess.run([*command, '--json', '--fail-on-blind'], capture_output=True, text=True, check=False, timeout=60)
    lines = {line['rule']: line for line in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 1 and lines['never']['verdict'] == 'blind', done
    assert lines['never']['reasons'][0].startswith('condition unsatisfiable'), lines
    assert lines['shadow'] == {**lines['shadow'], 'source': 'syscall', 'verdict': 'fired', 'count': 1, 'reasons': []}
    page = folder / 'coverage.html'
    subprocess.run([*command, '-o', f'html={page}'], capture_output=True, check=True, timeout=60)
    assert 'condition unsatisfiable' in page.read_text()
    done = subprocess.run([*command, '--details'], capture_output=True, text=True, check=True, timeout=60)
    assert '2 rules: 1 fired, 0 could fire, 1 blind, 0 disabled' in done.stdout, done.stdout
    (folder / 'rules.yaml').write_text(RULES)


def check_diff(folder):
    (folder / 'new.yaml').write_text(RULES.replace('= /etc/shadow', 'in (/etc/shadow, /etc/passwd)'))
    command = [SYSREEL, 'diff', folder / 'capture.reel', '--old', folder / 'rules.yaml', '--new', folder / 'new.yaml']
    comment = folder / 'comment.md'
    done = subprocess.run([*command, '--exit-code', '--json', '-o', f'markdown={comment}'], capture_output=True, text=True,
                          check=False, timeout=60)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1 and lines[0]['capture'] is None and lines[0]['parts'] == ['condition'], done
    assert all(line['change'] in ('added', 'changed') for line in lines), lines
    assert '### What this change of rules does' in comment.read_text()
    again = subprocess.run([*command, '-o', f'markdown={comment}'], capture_output=True, check=False, timeout=60)
    assert again.returncode == 3  # the file is there
    same = [SYSREEL, 'diff', folder / 'capture.reel', '--old', folder / 'rules.yaml', '--new', folder / 'rules.yaml']
    assert subprocess.run([*same, '--exit-code'], capture_output=True, check=False, timeout=60).returncode == 0
    (folder / 'new.yaml').unlink()


def check_watch(folder):
    with subprocess.Popen([SYSREEL, 'test', '--watch', folder, '--junit', folder / 'watched.xml'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True) as watcher:
        deadline = threading.Timer(60, watcher.kill)  # so that a change that nobody sees fails the test
        deadline.start()
        try:
            def until(text):
                for line in watcher.stdout:
                    if text in line:
                        return
                raise AssertionError(f'--watch ended before it said {text!r}')
            until('2 passed')
            changed = folder / 'rules.new'
            changed.write_text(RULES.replace('/etc/shadow', '/etc/nothing'))
            os.replace(changed, folder / 'rules.yaml')
            until('2 failed')
            changed.write_text(RULES)
            os.replace(changed, folder / 'rules.yaml')
            until('2 passed')
        finally:
            deadline.cancel()
            watcher.kill()


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        prepare(folder)
        for check in (check_discovery, check_reports, check_bless, check_explain, check_coverage, check_diff, check_watch):
            check(folder)
    return 0


if __name__ == '__main__':
    sys.exit(main())
