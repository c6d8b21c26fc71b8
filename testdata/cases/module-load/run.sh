#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
python3 -c 'import ctypes; ctypes.CDLL(None, use_errno=True).syscall(175, None, 0, b"")'
