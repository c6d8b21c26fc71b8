#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
python3 -c '
import ctypes, os, signal, time
libc = ctypes.CDLL(None, use_errno=True)
child = os.fork()
if child == 0:
    time.sleep(30)
    os._exit(0)
libc.ptrace(16, child, None, None)   # PTRACE_ATTACH
os.waitpid(child, 0)
libc.ptrace(17, child, None, None)   # PTRACE_DETACH
os.kill(child, signal.SIGKILL)
os.waitpid(child, 0)
'
