#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
mkdir -p "$SCRATCH/.ssh"
echo "ssh-ed25519 AAAA case" >> "$SCRATCH/.ssh/authorized_keys"
