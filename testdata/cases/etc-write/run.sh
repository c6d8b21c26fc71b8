#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
echo setting=1 > /etc/sysreel-case.conf
rm -f /etc/sysreel-case.conf
