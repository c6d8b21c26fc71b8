#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
cp /bin/bash "$SCRATCH/nginx"
"$SCRATCH/nginx" -c "/bin/sh -c id; true" > /dev/null
