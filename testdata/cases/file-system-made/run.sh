#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
truncate -s 1M "$SCRATCH/disk"
mke2fs -q -F "$SCRATCH/disk"
