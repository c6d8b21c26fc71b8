#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
. "$SCRATCH/container.sh"   # from here on in a cgroup as Docker makes them
cp /bin/bash "$SCRATCH/runc"
script -qec "$SCRATCH/runc -c 'sh -c id; true'" /dev/null > /dev/null < /dev/null
