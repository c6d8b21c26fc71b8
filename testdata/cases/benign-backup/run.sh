#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
mkdir -p "$SCRATCH/data/sub"
for number in 1 2 3 4 5 6 7 8; do echo "file $number" > "$SCRATCH/data/sub/$number"; done
tar -C "$SCRATCH" -cf "$SCRATCH/backup.tar" data
gzip "$SCRATCH/backup.tar"
sha256sum "$SCRATCH/backup.tar.gz" > "$SCRATCH/sum"
sha256sum -c "$SCRATCH/sum" > /dev/null
mkdir "$SCRATCH/restored"
tar -C "$SCRATCH/restored" -xzf "$SCRATCH/backup.tar.gz"
rm -r "$SCRATCH/restored"
