"""A chat server on a socket of this machine that behaves as badly as it is told to."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USAGE = {
    "prompt_tokens": 40,
    "completion_tokens": 7,
    "total_tokens": 47,
    "prompt_tokens_details": {"cached_tokens": 32},
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What one request gets.

    status: other than 200, the body is an error that says `message`. pieces: of the answer, one
    event each. ending: whole; cut, the connection is reset after the pieces; short, it ends in
    order, but before the answer does; silent, nothing more comes until the test ends; garbage,
    something that is no event. usage: whether the last event tells it.
    """

    pieces: tuple[str, ...] = ()
    status: int = 200
    message: str = "no"
    headers: Mapping[str, str] = field(default_factory=dict)
    ending: str = "whole"
    usage: bool = True


class Server:
    """Serves replies in order, the last one again and again; keeps what it was asked."""

    def __init__(self, replies: tuple[Reply, ...]) -> None:
        self.replies = replies
        self.asked: list[dict[str, object]] = []
        self.keys: list[str] = []
        self.over = threading.Event()
        self._lock = threading.Lock()
        self._http = _Http(self)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def next(self, body: dict[str, object], key: str) -> Reply:
        with self._lock:
            self.asked.append(body)
            self.keys.append(key)
            return self.replies[min(len(self.asked), len(self.replies)) - 1]

    def start(self) -> None:
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self.over.set()
        self._http.shutdown()
        self._http.server_close()


@contextmanager
def serving(*replies: Reply) -> Iterator[Server]:
    server = Server(replies)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


class _Http(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, owner: Server) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.owner = owner


class _Handler(BaseHTTPRequestHandler):
    @property
    def _owner(self) -> Server:
        assert isinstance(self.server, _Http)
        return self.server.owner

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        reply = self._owner.next(body, self.headers.get("Authorization", ""))
        if reply.status != 200:
            self._refuse(reply)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for piece in reply.pieces:
            self._event({"choices": [_choice({"content": piece})]})
        self._end(reply)

    def _refuse(self, reply: Reply) -> None:
        body = json.dumps({"error": {"message": reply.message}}).encode()
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _end(self, reply: Reply) -> None:
        if reply.ending == "whole":
            self._event({"choices": [_choice({}, "stop")]})
            if reply.usage:
                self._event({"choices": [], "usage": USAGE})
            self.wfile.write(b"data: [DONE]\n\n")
        elif reply.ending == "garbage":
            self.wfile.write(b"data: {this is no JSON\n\n")
        elif reply.ending == "silent":
            self._owner.over.wait(20)
        elif reply.ending == "cut":
            linger = struct.pack("ii", 1, 0)  # closing resets the connection
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()

    def _event(self, event: Mapping[str, object]) -> None:
        whole = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        self.wfile.write(f"data: {json.dumps({**whole, **event})}\n\n".encode())
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test's output is its own."""


def _choice(delta: Mapping[str, str], finish: str | None = None) -> Mapping[str, object]:
    return {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish}
