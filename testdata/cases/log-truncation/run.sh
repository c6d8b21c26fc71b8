#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
mkdir "$SCRATCH/log"
echo line > "$SCRATCH/log/auth.log"
: > "$SCRATCH/log/auth.log"
