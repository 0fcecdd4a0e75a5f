"""The process that owns the model. Run as `python -m app.engine.server` with a socket on stdin.

The main thread loads and writes, one order at a time. A second thread listens, so that an order can
be stopped while the model reads or writes it, and tokens be counted meanwhile.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from app.engine import wire
from app.engine.types import Order, Spec
from app.engine.wire import Request
from indexes.errors import FootnoteError, ModelError, PromptError
from ingest.sandbox.wire import send_bytes

if TYPE_CHECKING:
    from app.engine.loading import Loaded

log = logging.getLogger(__name__)


class Server:
    """Serves one client until it is gone."""

    def __init__(self, client: socket.socket) -> None:
        self._client = client
        self._sending = threading.Lock()
        self._work: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self._loaded: Loaded | None = None
        self._state = threading.Lock()
        self._writing = self._over = 0
        self._stopped: set[int] = set()

    def serve(self) -> None:
        """Work through requests; never returns, since the listener ends the process."""
        threading.Thread(target=self._listen, name="listener", daemon=True).start()
        while True:
            request = self._work.get()
            try:
                self._do(request)
            except FootnoteError as error:
                self._fail(request["id"], error)
            except Exception as error:  # the process's door: told to whoever asked
                log.error("The engine met an error.", exc_info=error)
                self._fail(request["id"], error)

    def _listen(self) -> None:
        """Take requests in; when nobody can send any more, the process ends at once."""
        try:
            while (data := wire.received(self._client)) is not None:
                request: Request = json.loads(data)
                if request["verb"] == "stop":
                    self._stop(request["id"])
                elif request["verb"] == "count" and self._loaded:
                    self._count(request)
                else:
                    self._work.put(request)
        finally:
            os._exit(0)

    def _do(self, request: Request) -> None:
        if request["verb"] == "load":
            self._load(wire.spec_of(request))
            assert self._loaded is not None
            self._send(wire.loaded(request["id"], self._loaded.placed))
        elif request["verb"] == "count":
            self._count(request)
        else:
            self._ask(request["id"], wire.order_of(request))

    def _load(self, spec: Spec) -> None:
        from app.engine.loading import load

        self._loaded = load(spec)

    def _count(self, request: Request) -> None:
        if self._loaded is None:
            self._fail(request["id"], ModelError("No model is loaded; load one before."))
            return
        count = len(self._loaded.vocabulary.tokens(request["text"]))
        self._send(wire.counted(request["id"], count))

    def _ask(self, number: int, order: Order) -> None:
        from app.engine.context import Aborted

        if self._loaded is None:
            self._fail(number, ModelError("No model is loaded; load one before."))
            return
        with self._state:
            self._writing = number
            self._loaded.context.abort(number in self._stopped)
        try:
            for event in self._loaded.writer.write(order):
                self._send(wire.told(number, event))
                if number in self._stopped:
                    raise Aborted
        except Aborted:
            self._send(wire.failed(number, "stopped", "The answer was stopped."))
        finally:
            with self._state:
                self._writing, self._over = 0, number
                self._stopped.discard(number)

    def _stop(self, number: int) -> None:
        with self._state:
            if number > self._over:
                self._stopped.add(number)
            if number == self._writing and self._loaded:
                self._loaded.context.abort()

    def _fail(self, number: int, error: Exception) -> None:
        if isinstance(error, ModelError):
            kind: wire.Kind = "model"
        else:
            kind = "prompt" if isinstance(error, PromptError) else "engine"
        text = str(error) if isinstance(error, FootnoteError) else (
            f"The chat model failed ({type(error).__name__}: {error}); ask again."
        )  # fmt: skip
        self._send(wire.failed(number, kind, text))

    def _send(self, reply: bytes) -> None:
        with self._sending:
            send_bytes(self._client, reply)


def main() -> None:
    """Serve on standard input. What libraries print goes to standard error."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    control = socket.socket(fileno=os.dup(0))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    Server(control).serve()


if __name__ == "__main__":
    sys.path[:] = [each for each in sys.path if each != str(Path(__file__).parent)]
    main()
