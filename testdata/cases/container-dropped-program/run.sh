#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
. "$SCRATCH/container.sh"   # from here on in a cgroup as Docker makes them
mkdir "$SCRATCH/mount"
unshare --mount sh -c '
  mount -t tmpfs none "$SCRATCH/mount"; cd "$SCRATCH/mount"; mkdir lower upper work root
  mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work root
  cp /bin/true root/dropped; root/dropped'
