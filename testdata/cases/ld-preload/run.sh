#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
: >> /etc/ld.so.preload
[ -s /etc/ld.so.preload ] || rm -f /etc/ld.so.preload
