#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
curl -s -m 1 http://127.0.0.1:9/
curl -s -m 1 -H "Authorization: Bearer not-a-real-token" http://127.0.0.1:9/
exit 0
