#!/usr/bin/env python3
"""tools/bench/compile.py BUILD_DIR [--pairs N] [--units N] : what recording a compile costs, and what the file weighs.

Compiles a small C++ project (UNITS files) with and without sysreel-record, in shuffled pairs, and prints
  * CPU time (user + system, command and recorder together) with recording as a ratio to without, pair by pair,
  * events, bytes, bytes per event from header to footer, and what was lost, for the security and the full profile.
Ratios within one run are what counts: machines differ and are noisy. The default settings of the recorder are used.
"""
import argparse
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import tempfile

UNIT = '''#include <algorithm>
#include <map>
#include <string>
#include <vector>
int count{n}(const std::vector<std::string>& words) {{
  std::map<std::string, int> seen;
  for (const auto& word : words) ++seen[word];
  return static_cast<int>(std::count_if(seen.begin(), seen.end(), [](const auto& e) {{ return e.second > {n}; }}));
}}
'''


def make_project(directory, units):
    for n in range(units):
        (directory / f'unit{n}.cpp').write_text(UNIT.format(n=n))
    (directory / 'main.cpp').write_text('int main() { return 0; }\n')
    rules = ''.join(f'unit{n}.o: unit{n}.cpp\n\tg++ -O0 -c unit{n}.cpp\n' for n in range(units))
    objects = ' '.join(f'unit{n}.o' for n in range(units))
    (directory / 'Makefile').write_text(f'program: main.cpp {objects}\n\tg++ main.cpp {objects} -o program\n{rules}'
                                        f'clean:\n\trm -f *.o program\n')


def cpu_of(command, directory):
    """User + system seconds of a command and everything that it waited for."""
    subprocess.run(['make', '-s', 'clean'], cwd=directory, check=True)
    process = subprocess.Popen(command, cwd=directory, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    message = process.stderr.read().decode(errors='replace')
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f'{command[0]} failed: {message}')
    return usage.ru_utime + usage.ru_stime, message.strip()


def info_of(build, capture):
    done = subprocess.run([build / 'sysreel', 'info', '--json', capture], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('--pairs', type=int, default=7)
    parser.add_argument('--units', type=int, default=12)
    options = parser.parse_args()
    build = options.build.resolve()
    with tempfile.TemporaryDirectory() as scratch:
        directory = pathlib.Path(scratch)
        make_project(directory, options.units)
        make = ['make', '-s', 'program']
        cpu_of(make, directory)  # warm the page cache
        ratios = {'security': [], 'full': []}
        last = {}
        jobs = [(profile, order) for profile in ratios for order in (0, 1) for _ in range((options.pairs + 1) // 2)]
        random.shuffle(jobs)
        for profile, order in jobs:
            capture = directory / f'{profile}.reel'
            record = [str(build / 'sysreel-record'), '--force', '-w', str(capture), '--profile', profile, '--', *make]
            pair = [cpu_of(make, directory), cpu_of(record, directory)] if order == 0 else \
                [cpu_of(record, directory), cpu_of(make, directory)][::-1]
            ratios[profile].append(pair[1][0] / pair[0][0])
            last[profile] = pair[1][1]
        print(f'{"profile":10} {"CPU ratio (median, min..max)":32} {"events":>9} {"bytes":>10} {"B/event":>8} {"lost":>6}')
        for profile, values in ratios.items():
            info = info_of(build, directory / f'{profile}.reel')
            spread = f'{statistics.median(values):.3f} ({min(values):.3f}..{max(values):.3f})'
            print(f'{profile:10} {spread:32} {info["events"]:9} {info["bytes"]:10} '
                  f'{info["bytes"] / max(1, info["events"]):8.2f} {info["lost"]["total"]:6}')
        if os.environ.get('KEEP'):
            for profile in ratios:
                shutil.copy(directory / f'{profile}.reel', os.environ['KEEP'])


if __name__ == '__main__':
    main()
