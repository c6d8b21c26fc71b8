#!/usr/bin/env python3
"""docs/fields.md is what `sysreel rules fields --markdown` prints: fields_document_test.py SYSREEL DOCUMENT."""
import subprocess
import sys

made = subprocess.run([sys.argv[1], "rules", "fields", "--markdown"], capture_output=True, text=True, check=True).stdout
with open(sys.argv[2], encoding="utf-8") as file:
    kept = file.read()
if made != kept:
    print(f"{sys.argv[2]} is stale: sysreel rules fields --markdown > docs/fields.md")
    sys.exit(1)
