"""A receiver of OTLP/HTTP with protobuf, on a free port of this machine."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span

PATIENCE_S = 60.0

Value = str | int | float | bool


@dataclass
class Request:
    """One that came in. headers: by lower-case name. body: as unpacked."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def parsed(self) -> ExportTraceServiceRequest:
        request = ExportTraceServiceRequest()
        request.ParseFromString(self.body)
        return request

    @property
    def spans(self) -> list[Span]:
        return [
            span
            for resource in self.parsed.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


@dataclass
class Receiver:
    """status: what it answers with. requests: what came in so far."""

    address: str = ""
    status: int = 200
    requests: list[Request] = field(default_factory=list)
    came: threading.Event = field(default_factory=threading.Event)

    def spans(self) -> dict[str, Span]:
        """All spans by their names."""
        return {span.name: span for request in self.requests for span in request.spans}

    def wait(self) -> None:
        """Until something has come in."""
        assert self.came.wait(PATIENCE_S), "nothing was sent"


def attributes(pairs: list[KeyValue] | Span) -> dict[str, Value]:
    """Attributes by name; of a span, or of such a list."""
    held = pairs.attributes if isinstance(pairs, Span) else pairs
    found: dict[str, Value] = {}
    for each in held:
        kind = each.value.WhichOneof("value")
        assert kind is not None
        found[each.key] = getattr(each.value, kind)
    return found


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver for as long as the context lasts."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.requests.append(Request(self.path, headers, body))
            answer = ExportTraceServiceResponse().SerializeToString()
            self.send_response(receiver.status)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)
            receiver.came.set()

        def log_message(self, format: str, *args: object) -> None:
            """Tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    receiver.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
