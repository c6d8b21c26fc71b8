#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
mkdir -p /run/systemd/system
echo "[Service]" > /run/systemd/system/sysreel-case.service
rm -f /run/systemd/system/sysreel-case.service
