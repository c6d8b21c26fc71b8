#!/usr/bin/env python3
"""ci_test.py SYSREEL SOURCE_ROOT: the scripts of tools/ci as a CI system runs them, in a repository of their own: the steps
of the GitHub action with their expressions filled in, the script of the GitLab template, and both services' comment
interfaces played by a local server."""
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

try:
    import yaml
except ImportError:
    print("skipped: python3-yaml is not installed")
    sys.exit(77)

SYSREEL = pathlib.Path(sys.argv[1]).resolve()
ROOT = pathlib.Path(sys.argv[2]).resolve()
RULES = """- rule: Password hashes read
  desc: d
  condition: evt.type = openat and fd.name = /etc/shadow
  output: read (file=%fd.name process=%proc.name)
  priority: ERROR
"""
TEST = 'capture: capture.reel\nrules: ../rules/rules.yaml\nexpect:\n  - rule: Password hashes read\n    count: 1\n'


class Comments(http.server.BaseHTTPRequestHandler):
    """Both services' lists of comments."""
    kept = []
    calls = []

    def answer(self):
        length = int(self.headers.get('Content-Length') or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        self.calls.append((self.command, self.path.partition('?')[0]))
        if self.command == 'POST':
            self.kept.append({'id': len(self.kept) + 1, **body})
        elif self.command in ('PATCH', 'PUT'):
            self.kept[int(self.path.rsplit('/', 1)[1]) - 1].update(body)
        text = json.dumps(self.kept if self.command == 'GET' else {}).encode()
        self.send_response(200)
        self.send_header('Content-Length', str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PATCH = do_PUT = answer  # noqa: N815

    def log_message(self, *words):
        pass


def git(folder, *arguments):
    command = ['git', '-c', 'user.name=n', '-c', 'user.email=n@example.org', *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def make_repository(folder):
    (folder / 'tests').mkdir(parents=True)
    (folder / 'rules').mkdir()
    shutil.copy(ROOT / 'testdata/cases/shadow-read/capture.reel', folder / 'tests')
    (folder / 'rules/rules.yaml').write_text(RULES)
    (folder / 'tests/shadow.test.yaml').write_text(TEST)
    git(folder, 'init', '-q')
    git(folder, 'add', '-A')
    git(folder, 'commit', '-qm', 'base')
    return git(folder, 'rev-parse', 'HEAD')


def break_rule(folder):
    (folder / 'rules/rules.yaml').write_text(RULES.replace('/etc/shadow', '/etc/shadow2'))
    git(folder, 'commit', '-qam', 'break the rule')


def shell(script, folder, env, interpreter='bash'):
    done = subprocess.run([interpreter, '-e', '-c', script], cwd=folder, env=env, check=False, capture_output=True,
                          text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def github_steps(folder, temp, base, port):
    """Runs the action's own steps; returns the code of the tests and everything that was said."""
    values = {'inputs.sysreel': str(SYSREEL), 'inputs.tests': 'tests', 'inputs.rules': 'rules', 'inputs.captures': '',
              'github.event.pull_request.base.sha': base, 'github.event.pull_request.number': '7',
              'inputs.token': 'secret', 'runner.temp': str(temp)}

    def filled(text):
        for name, value in values.items():
            text = text.replace('${{ %s }}' % name, value)
        assert '${{' not in text, text
        return text
    temp.mkdir()
    env = {**os.environ, 'GITHUB_ACTION_PATH': str(ROOT / 'tools/ci/github'), 'RUNNER_TEMP': str(temp),
           'GITHUB_PATH': str(temp / 'path'), 'GITHUB_STEP_SUMMARY': str(temp / 'summary'), 'GITHUB_ACTIONS': 'true',
           'GITHUB_REPOSITORY': 'o/r', 'GITHUB_API_URL': f'http://127.0.0.1:{port}'}
    action = yaml.safe_load((ROOT / 'tools/ci/github/action.yml').read_text())
    said, code = '', 0
    for step in action['runs']['steps']:
        if 'run' not in step:
            continue  # an action of GitHub's
        with_env = {**env, **{name: filled(value) for name, value in step.get('env', {}).items()}}
        step_code, text = shell(filled(step['run']), folder, with_env)
        said += text
        if step['name'] == 'Run the tests':
            code = step_code
        else:
            assert step_code == 0, f"{step['name']}: {step_code}\n{text}"
    return code, said


def gitlab_script(folder, base, port):
    job = yaml.safe_load((ROOT / 'tools/ci/gitlab.yml').read_text())['sysreel-test']
    env = {**os.environ, **job['variables'], 'SYSREEL_TOOLS': str(ROOT), 'SYSREEL': str(SYSREEL), 'TESTS': 'tests',
           'RULES': 'rules', 'CI_PROJECT_DIR': str(folder), 'CI_MERGE_REQUEST_DIFF_BASE_SHA': base,
           'GITLAB_TOKEN': 'secret', 'CI_MERGE_REQUEST_IID': '3', 'CI_PROJECT_ID': '5',
           'CI_API_V4_URL': f'http://127.0.0.1:{port}'}
    return shell('\n'.join(job['script']), folder, env, interpreter='sh')


def check_github(folder, base, port):
    Comments.kept.clear()
    code, said = github_steps(folder, folder.parent / 'green', base, port)
    assert code == 0 and '1 passed' in said, said
    break_rule(folder)
    temp = folder.parent / 'red'
    code, said = github_steps(folder, temp, base, port)
    assert code == 1, said
    assert '::error file=tests/shadow.test.yaml,line=4' in said, said
    # The message names the part that changed, and where.
    assert 'fd.name = /etc/shadow2 is false: fd.name = /etc/shadow' in said and 'rules/rules.yaml:3:' in said, said
    for made in ('junit.xml', 'sysreel.sarif', 'diff.md'):
        assert (temp / 'sysreel-results' / made).stat().st_size > 0, made
    summary = (temp / 'summary').read_text()
    assert '1 removed' in summary and 'Password hashes read' in summary, summary
    assert len(Comments.kept) == 1 and '1 removed' in Comments.kept[0]['body'], Comments.kept
    assert ('PATCH', '/repos/o/r/issues/comments/1') in Comments.calls, Comments.calls


def check_gitlab(folder, base, port):
    Comments.kept.clear()
    code, said = gitlab_script(folder, base, port)
    assert code == 1 and 'expected 1, found 0' in said, f'{code}\n{said}'
    assert ('POST', '/projects/5/merge_requests/3/notes') in Comments.calls, Comments.calls
    assert len(Comments.kept) == 1, Comments.kept
    (folder / 'rules/rules.yaml').write_text(RULES)
    code, said = gitlab_script(folder, base, port)
    assert code == 0 and len(Comments.kept) == 1 and 'Nothing' in Comments.kept[0]['body'], said


def main():
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Comments)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / 'repository'
        base = make_repository(folder)
        check_github(folder, base, server.server_port)
        check_gitlab(folder, base, server.server_port)
    return 0


if __name__ == '__main__':
    sys.exit(main())
