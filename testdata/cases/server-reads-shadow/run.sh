#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
cp /bin/bash "$SCRATCH/nginx"
"$SCRATCH/nginx" -c "sleep 6; exec 3< /etc/shadow"
