#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
cat > "$SCRATCH/serve.py" <<"END"
import os, subprocess
os.chdir("/usr/share")
subprocess.run(["cat", "../../usr/../etc/hostname"], stdout=subprocess.DEVNULL, check=True)
END
python3 "$SCRATCH/serve.py"
