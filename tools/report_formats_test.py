#!/usr/bin/env python3
"""report_formats_test.py BUILD_DIR : one replay of a capture full of hostile names into all ten formats; each is read
back by a parser of its own kind and held against the JSON alerts.

With Chromium, Node and what `tools/browser/install BUILD_DIR/browser` installs the page is opened and used, too, and SARIF
goes through Microsoft's validator; SYSREEL_REQUIRE_BROWSER=1 makes their absence a failure."""
import csv
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

TOOLS = pathlib.Path(__file__).resolve().parent
FORMATS = ['text', 'json', 'html', 'junit', 'sarif', 'markdown', 'csv', 'timesketch', 'navigator', 'github']
PRIORITIES = ['EMERGENCY', 'ALERT', 'CRITICAL', 'ERROR', 'WARNING', 'NOTICE', 'INFORMATIONAL', 'DEBUG']
# Names as an attacker chooses them: markup, terminal sequences, formulas, workflow commands, table bars, line ends.
NAMES = [r'<script>window.harmed=1</script>', r'\"><img src=x onerror=alert(1)>', r'\x1b]0;owned\x07\x1b[2J', r'=cmd|calc',
         r'@SUM(1)', r'::error::fake', r'a|b`c`*d*', r'line\nbreak\r\n::warning::x', r'\xff\xfe\xc0bad', r'](javascript:alert(1))',
         r'</noscript></script>', r'\xe2\x80\xae\xe2\x80\xa8txt', r'%0A::error::x', r'{{7*7}}', r"' OR 1=1 --", r'plain']
HARMFUL = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]')


def capture_text(rounds):
    start = 1_000_000_000
    lines = ['header host="web<1>" kernel="6.1" os="Debian" boot=1000000000 wall=1700000000000000000',
             'header recorded="openat" recorded="execve"',
             'snapshot scan 900000000 950000000 1/1', 'row 1/1@1000 snapshot.thread comm="init"',
             'row 10/10@800000000 snapshot.thread comm="sh" ptid=1']
    time = start
    for turn in range(rounds):
        for at, name in enumerate(NAMES):
            time += 1_000_000
            pid = 100 + turn * len(NAMES) + at
            lines.append(f'event {time} 0 {pid}/{pid}@{time - 5} execve res=0 exe="{name}" args=["{name}" "two"] tid={pid} '
                         f'pid={pid} ptid=10 comm="x{at}" cwd="/" env=["A=1"]')
            lines.append(f'event {time + 10} 0 {pid}/{pid}@{time - 5} openat fd=3 dirfd=-100 name="/tmp/{name}" flags=1 mode=0')
    half = start + (time - start) // 2
    lines += [f'loss syscall {start} {half} seen=100 filtered=0 recorded=95 ring_full=5',
              f'loss syscall {half + 1_000_000} {time} seen=10 filtered=0 recorded=10', 'close']
    return '\n'.join(lines) + '\n'


def rule_text():
    rules = []
    for priority in PRIORITIES:
        rules.append({'rule': f'Opened <b>{priority}</b> | `x`', 'desc': 'what <i>it</i> means', 'priority': priority,
                      'condition': f'evt.type = openat and proc.pid >= 0 and proc.pid > {PRIORITIES.index(priority)}',
                      'output': 'opened %fd.name by %proc.cmdline (%proc.exe %evt.type)',
                      'tags': ['T1059.004', 'T9999', 'file<system>']})
    rules.append({'rule': 'Blind one', 'desc': 'd', 'priority': 'DEBUG', 'condition': 'evt.type = ptrace', 'output': 'o', 'tags': ['T1055']})
    return json.dumps(rules)


class Checks:
    def __init__(self):
        self.failed = 0

    def that(self, truth, name):
        if not truth:
            self.failed += 1
            print('FAIL', name[:4000])


def check_text(check, texts, alerts):
    check.that(len(texts['text'].splitlines()) == len(alerts), 'text: a line an alert')
    for name in ('text', 'csv', 'markdown', 'github', 'junit'):
        body = texts[name].replace('\r\n', '\n') if name == 'csv' else texts[name]
        check.that(not HARMFUL.search(body), f'{name}: control or direction characters')
    for name in ('markdown', 'html', 'junit'):
        outside = re.sub('`[^`]*`', '', texts[name])  # code is shown as it stands
        check.that('<script>window' not in outside and '<img' not in outside, f'{name}: markup from the capture')
    check.that(all(line.startswith('::') for line in texts['github'].splitlines()), 'github: only commands')
    titles = re.findall(r'^::(\w+) ', texts['github'], re.M)
    check.that(len(titles) == texts['github'].count('\n') and set(titles) == {'error', 'warning', 'notice'}, 'github: levels')


def check_tables(check, texts, alerts):
    rows = list(csv.DictReader(texts['csv'].splitlines()))
    check.that(len(rows) == len(alerts), 'csv: a row an alert')
    check.that(all(a['rule'] == r['rule'] and json.loads(r['output_fields']) == a['output_fields'] for a, r in zip(alerts, rows)), 'csv: fields')
    check.that(not any(cell[:1] in '=+-@' for row in rows for cell in row.values() if cell), 'csv: a cell that a spreadsheet runs')
    sketch = [json.loads(line) for line in texts['timesketch'].splitlines()]
    check.that(len(sketch) == len(alerts) and all({'message', 'datetime', 'timestamp_desc', 'timestamp'} <= set(e) for e in sketch), 'timesketch: columns')
    check.that(all(e['timestamp'] == a['output_fields']['evt.time.iso8601'] // 1000 for a, e in zip(alerts, sketch)), 'timesketch: time')


def check_junit(check, text, alerts):
    root = xml.fromstring(text)
    cases = root.findall('./testsuite/testcase')
    failures = {case.get('name'): case.find('failure') for case in cases if case.find('failure') is not None}
    fired = {a['rule'] for a in alerts}
    check.that(set(failures) == fired and root.get('failures') == str(len(fired)), 'junit: a failure a rule that fired')
    check.that(root.get('tests') == str(len(cases)) and root.get('skipped') == '1', 'junit: counts')
    check.that([c.get('name') for c in cases if c.find('skipped') is not None] == ['Blind one'], 'junit: what could not fire is skipped')


def check_machine_formats(check, texts, alerts):
    run = json.loads(texts['sarif'])['runs'][0]
    ids = [rule['id'] for rule in run['tool']['driver']['rules']]
    check.that(len(run['results']) == len(alerts), 'sarif: a result an alert')
    check.that(all(ids[r['ruleIndex']] == r['ruleId'] == a['rule'] for a, r in zip(alerts, run['results'])), 'sarif: rules')
    check.that(len({r['partialFingerprints']['sysreelFinding/v1'] for r in run['results']}) == len(alerts), 'sarif: fingerprints')
    layer = json.loads(texts['navigator'])
    scores = {t['techniqueID']: t['score'] for t in layer['techniques']}
    check.that(layer['versions']['layer'] == '4.5' and scores == {'T1055': 0, 'T1059.004': len(alerts)}, 'navigator: scores')


def check_page(check, text, stderr):
    check.that("default-src 'none'" in text and 'http://' not in text.replace('http://www.w3.org/2000/svg', ''), 'html: nothing from elsewhere')
    check.that('T9999 is no technique' in stderr, 'navigator: a warning about what is no technique')


def optional_tools(check, browser, files, scratch):
    """Independent readers that not every machine has. Returns what is missing."""
    missing = [name for name in ('node', os.environ.get('CHROMIUM', 'chromium')) if not shutil.which(name)]
    if not (browser / 'node_modules' / 'puppeteer-core').is_dir():
        missing.append('npm packages')
    if missing:
        return missing
    for script, page in (('page_test.mjs', files['html']), ('coverage_test.mjs', scratch / 'coverage.html')):
        done = subprocess.run(['node', browser / script, page], capture_output=True, text=True, check=False)
        check.that(done.returncode == 0, f'{page.name} in Chromium:\n{done.stdout}{done.stderr}')
    validator = browser / 'node_modules' / '.bin' / 'sarif-multitool'
    if not validator.exists():
        return ['sarif-multitool']
    done = subprocess.run([validator, 'validate', files['sarif'], '--level', 'Error', '--output', scratch / 'validation.sarif'],
                          capture_output=True, text=True, check=False)
    check.that(done.returncode == 0 and ': error ' not in done.stdout, 'sarif-multitool:\n' + done.stdout + done.stderr)
    return []


def main():
    build = pathlib.Path(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    check = Checks()
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        (scratch / 'c.txt').write_text(capture_text(rounds))
        (scratch / 'r.yaml').write_text(rule_text())
        subprocess.run([build / 'format' / 'reel_from_text', scratch / 'c.txt', scratch / 'c.reel'], check=True)
        files = {name: scratch / f'report.{name}' for name in FORMATS}
        command = [build / 'sysreel', 'replay', scratch / 'c.reel', '-r', scratch / 'r.yaml', '--matching', 'all']
        for name, path in files.items():
            command += ['-o', f'{name}={path}']
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        check.that(done.returncode == 0, 'replay: ' + done.stderr)
        texts = {name: path.read_bytes().decode('utf-8') for name, path in files.items()}
        alerts = [json.loads(line) for line in texts['json'].splitlines()]
        check.that(len(alerts) == len(PRIORITIES) * len(NAMES) * rounds, f'json: {len(alerts)} alerts')
        check_text(check, texts, alerts)
        check_tables(check, texts, alerts)
        check_junit(check, texts['junit'], alerts)
        check_machine_formats(check, texts, alerts)
        check_page(check, texts['html'], done.stderr)
        done = subprocess.run([build / 'sysreel', 'coverage', scratch / 'c.reel', '-r', scratch / 'r.yaml', '-o',
                               f'html={scratch / "coverage.html"}'], capture_output=True, text=True, check=False)
        check.that(done.returncode == 0, 'coverage: ' + done.stderr)
        missing = optional_tools(check, build / 'browser', files, scratch)
        print(f'{len(alerts)} alerts in {len(FORMATS)} formats, page of {len(texts["html"])} bytes, {check.failed} problems')
    if missing and not check.failed:
        print('not tried, missing: ' + ', '.join(missing))
        return 1 if os.environ.get('SYSREEL_REQUIRE_BROWSER') == '1' else 77
    return 1 if check.failed else 0


if __name__ == '__main__':
    sys.exit(main())
