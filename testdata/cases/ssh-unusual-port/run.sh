#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
cat > "$SCRATCH/connect.py" <<"END"
import socket
listener = socket.create_server(("203.0.113.5", 443))
socket.create_connection(("203.0.113.5", 443)).close()
END
unshare --net bash -c 'ip link set lo up; ip addr add 203.0.113.5/32 dev lo; exec -a /usr/bin/ssh python3 "$SCRATCH/connect.py"'
