#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
echo entry > /var/log/sysreel-case.log
rm /var/log/sysreel-case.log
