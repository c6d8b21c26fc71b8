#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
env -i sleep 5 &
sleep 0.2
tr "\0" "\n" < "/proc/$!/environ" > /dev/null
kill $!
