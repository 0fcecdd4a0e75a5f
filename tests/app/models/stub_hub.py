"""A hub on this machine: as much of its HTTP interface as huggingface_hub uses for a pull."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REVISION = "0123456789abcdef0123456789abcdef01234567"
REPOSITORY = "maker/tiny-GGUF"
FILE = "tiny-q4.gguf"


def gguf(size: int) -> bytes:
    """Bytes that begin as a GGUF file does, all of them different from their neighbours."""
    return b"GGUF" + bytes(number * 7 % 251 for number in range(size - 4))


@dataclass
class Hub:
    """What the hub serves, how it misbehaves, and what it was asked.

    content: the file's bytes. sha256: as stated. cuts: for each of the first requests for the file,
    after how many bytes the connection breaks. status: of everything, when not 200.
    """

    content: bytes
    sha256: str = ""
    cuts: list[int] = field(default_factory=list)
    status: int = 200
    lfs: bool = True
    licence: str = "apache-2.0"
    address: str = ""
    asked: list[str] = field(default_factory=list)
    """`METHOD path`, and ` from N` for a part."""

    agents: list[str] = field(default_factory=list)

    def info(self) -> dict[str, object]:
        """The repository as `/api/models` tells of it."""
        digest = self.sha256 or hashlib.sha256(self.content).hexdigest()
        held = {"sha256": digest, "size": len(self.content), "pointerSize": 134}
        sibling: dict[str, object] = {"rfilename": FILE, "size": len(self.content), "blobId": "b1"}
        return {
            "id": REPOSITORY,
            "sha": REVISION,
            "siblings": [{**sibling, "lfs": held} if self.lfs else sibling, {"rfilename": "a.txt"}],
            "cardData": {"license": self.licence} if self.licence else None,
            "tags": [],
        }


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    """Serve the hub on a free port of this machine; its address stands in `hub.address`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            start = int((self.headers.get("Range") or "bytes=0-")[6:].partition("-")[0])
            hub.asked.append(f"GET {path}" + (f" from {start}" if start else ""))
            hub.agents.append(self.headers.get("User-Agent", ""))
            if hub.status != 200:
                self._answer(hub.status, b"{}")
            elif path == f"/api/models/{REPOSITORY}":
                self._answer(200, json.dumps(hub.info()).encode())
            elif path == f"/{REPOSITORY}/resolve/{REVISION}/{FILE}":
                self._serve(start)
            else:
                self._answer(404, b"{}")

        def _serve(self, start: int) -> None:
            body, size = hub.content[start:], len(hub.content)
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", f'"{hashlib.sha256(hub.content).hexdigest()}"')
            self.send_header("X-Linked-Size", str(size))
            self.send_header("X-Repo-Commit", REVISION)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
            self.end_headers()
            if hub.cuts:
                self.wfile.write(body[: hub.cuts.pop(0)])
                self.close_connection = True
            else:
                self.wfile.write(body)

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
