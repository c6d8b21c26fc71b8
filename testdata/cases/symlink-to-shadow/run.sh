#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
ln -s /etc/shadow "$SCRATCH/harmless.txt"
