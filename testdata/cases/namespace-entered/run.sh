#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
unshare --net sleep 5 &
sleep 0.3
nsenter --net="/proc/$!/ns/net" true
kill $!
