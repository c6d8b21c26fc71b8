#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
python3 -c '
import ctypes, platform
number = {"x86_64": 323, "aarch64": 282}[platform.machine()]
assert ctypes.CDLL(None).syscall(number, 0) >= 0   # userfaultfd
'
