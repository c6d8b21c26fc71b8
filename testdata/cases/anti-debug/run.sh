#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
python3 -c '
import ctypes
ctypes.CDLL(None).ptrace(0, 0, None, None)   # PTRACE_TRACEME
'
