#!/usr/bin/env python3
"""tools/bench/mixed_workload.py DIRECTORY [--rounds N] : the work that tools/bench/replay records.

One round, about 0.4 M system calls: a C++ build, find and grep over a tree, tar and untar, git add, commit and log, a
shell that runs small programs, and a TCP server with clients. Everything happens below DIRECTORY (which is left in
place) and reads of /usr/include and /usr/lib; nothing leaves the machine.
"""
import argparse
import os
import pathlib
import shutil
import socket
import subprocess
import threading

from compile import make_project

SHELL = '''
for i in $(seq 150); do
  echo line $i > f$((i % 20)); cat f$((i % 20)) > /dev/null; cp f$((i % 20)) g$((i % 20)); mv g$((i % 20)) h
  test -e /etc/hosts && grep -c root /etc/passwd > /dev/null; ls -l . > /dev/null; date +%s > /dev/null
  echo $i | sed s/1/2/ | sort | uniq > /dev/null; rm -f h
done
'''


def run(*command, cwd=None, shell=False):
    subprocess.run(command[0] if shell else command, cwd=cwd, shell=shell, check=False, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def serve(connections):
    """A server of one thread and a client of another: connect, ask, answer, close."""
    server = socket.create_server(('127.0.0.1', 0))

    def answer():
        for _ in range(connections):
            peer, _ = server.accept()
            with peer:
                for _ in range(20):
                    peer.sendall(peer.recv(4096)[:100])

    thread = threading.Thread(target=answer)
    thread.start()
    for n in range(connections):
        with socket.create_connection(server.getsockname()) as client:
            for _ in range(20):
                client.sendall(b'GET /%d HTTP/1.1\r\nHost: localhost\r\n\r\n' % n)
                client.recv(4096)
    thread.join()
    server.close()


def write_files(directory, count):
    for n in range(count):
        path = directory / f'd{n % 40}'
        path.mkdir(exist_ok=True)
        (path / f'file{n}.txt').write_text(f'{n}\n' * 50)


def one_round(directory, number):
    project = directory / f'project{number}'
    project.mkdir(parents=True)
    make_project(project, 12)
    run('make', '-s', '-j2', 'program', cwd=project)
    tree = directory / f'tree{number}'
    tree.mkdir()
    write_files(tree, 1500)
    run('git', 'init', '-q', cwd=tree)
    run('git', 'add', '.', cwd=tree)
    run('git', '-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '-q', '-m', 'one', cwd=tree)
    run('git', 'log', '--stat', cwd=tree)
    run('find', '/usr/include', '/usr/lib', '-newer', '/etc/hosts', '-type', 'f')
    run('grep', '-rl', 'pthread_create', '/usr/include')
    run('tar', 'cf', str(directory / 'tree.tar'), '-C', str(tree), '.')
    unpacked = directory / f'unpacked{number}'
    unpacked.mkdir()
    run('tar', 'xf', str(directory / 'tree.tar'), '-C', str(unpacked))
    run(SHELL, cwd=unpacked, shell=True)
    run('python3', '-c', 'import json, http.server, sqlite3, xml.dom.minidom')
    serve(200)
    shutil.rmtree(project)
    shutil.rmtree(tree)
    shutil.rmtree(unpacked)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('directory', type=pathlib.Path)
    parser.add_argument('--rounds', type=int, default=14)
    options = parser.parse_args()
    directory = options.directory.resolve()
    os.chdir(directory)
    for number in range(options.rounds):
        one_round(directory, number)


if __name__ == '__main__':
    main()
