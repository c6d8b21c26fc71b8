#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
python3 -c '
import socket
socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0).close()
'
