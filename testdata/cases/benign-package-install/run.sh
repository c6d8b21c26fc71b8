#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
mkdir -p "$SCRATCH/tree/DEBIAN" "$SCRATCH/tree/opt/sysreel-case" "$SCRATCH/root/var/lib/dpkg/updates" "$SCRATCH/root/var/lib/dpkg/info"
printf "Package: sysreel-case\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@example.org>\nDescription: nothing\n" > "$SCRATCH/tree/DEBIAN/control"
echo nothing > "$SCRATCH/tree/opt/sysreel-case/file"
: > "$SCRATCH/root/var/lib/dpkg/status"
: > "$SCRATCH/root/var/lib/dpkg/available"
dpkg-deb --build --root-owner-group "$SCRATCH/tree" "$SCRATCH/case.deb" > /dev/null
dpkg --root="$SCRATCH/root" --log=/dev/null --install "$SCRATCH/case.deb" > /dev/null
dpkg --root="$SCRATCH/root" --log=/dev/null --purge sysreel-case > /dev/null
