#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
cd "$SCRATCH"
cat > unit.c <<"END"
int twice(int number) { return number * 2; }
int main(void) { return twice(0); }
END
gcc -O1 -o program unit.c
