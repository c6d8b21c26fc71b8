#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
echo nothing > "$SCRATCH/notes"
grep -r aws_secret_access_key "$SCRATCH/notes" || true
