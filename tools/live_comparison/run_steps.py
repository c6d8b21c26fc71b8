#!/usr/bin/env python3
"""run_steps.py FOLDER : all steps, one after the other, each in a folder of its own and with its name in SYSREEL_STEP."""
import os
import pathlib
import shutil
import subprocess
import sys

import call_steps
import shell_steps

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = '/usr/bin/python3' if os.path.exists('/usr/bin/python3') else sys.executable
OUTPUT = 'output'  # below FOLDER
SHM = pathlib.Path('/dev/shm/sysreel-steps')


def commands():
    """name -> argv."""
    found = {name: ['sh', '-c', text] for name, text in (shell_steps.ATTACKS | shell_steps.NEAR_MISSES).items()}
    for name in call_steps.ATTACKS | call_steps.NEAR_MISSES:
        found[name] = [f'./{call_steps.NAMED[name]}' if name in call_steps.NAMED else PYTHON, str(HERE / 'call_steps.py'), name]
    return found


def start(folder, name, command):
    own = folder / name
    own.mkdir()
    if name in call_steps.NAMED:
        (own / call_steps.NAMED[name]).symlink_to(PYTHON)
    environment = {'PATH': '/usr/sbin:/usr/bin:/sbin:/bin', 'LANG': 'C.UTF-8', 'PYTHONDONTWRITEBYTECODE': '1', 'SYSREEL_STEP': name}
    return subprocess.Popen(command, cwd=own, env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)


def main():
    folder = pathlib.Path(sys.argv[1])
    # Opened here: of descriptors that were open before a recording, the recorder and an older observer know different things.
    output = os.open(folder / OUTPUT, os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(output, 1)
    failed = 0
    try:
        slow = [(name, start(folder, name, commands()[name])) for name in call_steps.SLOW]
        quick = ((name, start(folder, name, command)) for name, command in commands().items() if name not in call_steps.SLOW)
        for steps in (quick, slow):
            for name, process in steps:
                _, said = process.communicate(timeout=60)
                if process.returncode:
                    failed += 1
                    print(f'{name}: exit {process.returncode}: {said.decode(errors="replace")}', flush=True)
    finally:
        shutil.rmtree(SHM, ignore_errors=True)
    return min(failed, 1)


if __name__ == '__main__':
    sys.exit(main())
