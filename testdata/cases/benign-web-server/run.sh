#!/bin/sh
# Runs with SCRATCH set to an empty directory below /tmp. See README.md.
set -e
echo hello > "$SCRATCH/index.html"
cat > "$SCRATCH/serve.py" <<"END"
import functools, http.client, http.server, os, threading
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=os.environ["SCRATCH"])
handler.func.log_message = lambda *words: None
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
def client():
    for _ in range(25):
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
        connection.request("GET", "/index.html")
        assert connection.getresponse().read() == b"hello\n"
        connection.close()
clients = [threading.Thread(target=client) for _ in range(4)]
for thread in clients: thread.start()
for thread in clients: thread.join()
server.shutdown()
END
python3 "$SCRATCH/serve.py"
