#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
. "$SCRATCH/container.sh"   # from here on in a cgroup as Docker makes them
sh -c 'echo /bin/false > "$SCRATCH/release_agent"'
