#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
echo nothing > "$SCRATCH/notes"
grep -r "BEGIN RSA PRIVATE KEY" "$SCRATCH/notes" || true
