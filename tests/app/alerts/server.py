"""A web server on this machine that takes what is posted to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HANG = 0
"""Status for no reply until the test is over."""


@dataclass
class Server:
    """statuses: of the replies, one after the other; the last one goes on. location: where a
    redirect leads. posted: path, content type and body of each request. silent: set in the end.
    """

    statuses: Sequence[int] = (200,)
    location: str = ""
    posted: list[tuple[str, str, bytes]] = field(default_factory=list)
    silent: threading.Event = field(default_factory=threading.Event)
    address: str = ""

    def reply(self, handler: BaseHTTPRequestHandler) -> None:
        at = min(len(self.posted), len(self.statuses) - 1)
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        self.posted.append((handler.path, handler.headers.get("Content-Type", ""), body))
        status = self.statuses[at]
        if status == HANG:
            self.silent.wait()
            return
        handler.send_response(status)
        if self.location:
            handler.send_header("Location", self.location)
        handler.send_header("Content-Length", "0")
        handler.end_headers()


@contextmanager
def serving(statuses: Sequence[int] = (200,), location: str = "") -> Iterator[Server]:
    """Run it until the end of the block."""
    server = Server(statuses, location)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            server.reply(self)

        def do_GET(self) -> None:
            server.reply(self)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.address = f"http://127.0.0.1:{running.server_address[1]}/hook/s3cret"
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.silent.set()
        running.shutdown()
        thread.join()
        running.server_close()
