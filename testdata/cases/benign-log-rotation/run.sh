#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
mkdir "$SCRATCH/log"
cd "$SCRATCH/log"
for number in 1 2 3; do echo "old $number" | gzip > "app.log.$number.gz"; done
echo new > app.log
rm app.log.3.gz
mv app.log.2.gz app.log.3.gz
mv app.log.1.gz app.log.2.gz
mv app.log app.log.1
gzip app.log.1
: > app.log
chmod 640 app.log
