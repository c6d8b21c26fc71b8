#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
head -c 1 /etc/gshadow > /dev/null
