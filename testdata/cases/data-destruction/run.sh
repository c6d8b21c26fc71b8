#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
echo secret > "$SCRATCH/data"
shred -u -n 1 "$SCRATCH/data"
