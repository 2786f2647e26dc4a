"""Whether the process lives, on a thread and a port of its own: pages that wait keep nobody who asks waiting."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

SECONDS = 5


class _Answer(BaseHTTPRequestHandler):
    timeout = SECONDS
    server_version, sys_version = "portal", ""

    def do_GET(self) -> None:
        known = self.path == "/healthz"
        body = b"ok" if known else b""
        self.send_response(200 if known else 404)
        for name, value in {"Content-Type": "text/plain", "Cache-Control": "no-store"}.items():
            self.send_header(name, value)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Nothing: it is asked every few seconds."""


class _Server(ThreadingHTTPServer):
    # Each web process of a container listens; the system picks one.
    allow_reuse_port = daemon_threads = True


def listen(place: str) -> _Server | None:
    """Answer /healthz at HOST:PORT from now on; nowhere if `place` is empty."""
    if not place:
        return None
    host, _, port = place.rpartition(":")
    server = _Server((host, int(port)), _Answer)
    Thread(target=server.serve_forever, name="health", daemon=True).start()
    return server
