#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
echo "# harmless" > /etc/pam.d/sysreel-case
rm /etc/pam.d/sysreel-case
