#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
cp /bin/true /dev/shm/sysreel-case
/dev/shm/sysreel-case
rm /dev/shm/sysreel-case
