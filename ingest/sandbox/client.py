"""Footnote's side of the sandbox: one server process, any number of jobs at once."""

from __future__ import annotations

import json
import logging
import socket
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from indexes.errors import ReadError
from ingest.extract import Opened
from ingest.readers.base import Unpacked
from ingest.sandbox.attempts import Attempt, Run
from ingest.sandbox.codec import decoded
from ingest.sandbox.host import Host
from ingest.sandbox.limits import Limits
from ingest.sandbox.wire import RESULT, Message, Request, receive, send

log = logging.getLogger(__name__)

_REMEDY = "; print it to PDF, or split it."


class Sandbox:
    """Reads files in processes with limits; several threads may ask at once.

    The server starts with the first job and ends with `close`, or with this process.
    """

    def __init__(
        self, limits: Limits | None = None, ocr: str = "", server: str = "ingest.sandbox.server"
    ) -> None:
        """ocr: as in `Desk`. server: the module that is run."""
        self._ocr = ocr
        self._host = Host(server, limits or Limits())

    def open(self, path: Path, name: str, folder: Path) -> Opened:
        """What a file says, and the files inside it, written to `folder`, whose parent must exist.

        Pages that end their reader are left out and told in `unread`. Raises ReadError naming the
        file when nothing can be had within the limits.
        """
        attempt = Attempt()
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            while True:
                run = self._attempt("open", (path, name, folder, Path(scratch)), attempt)
                if run.result is not None:
                    return run.result
                if run.refused:
                    raise ReadError(run.refused)
                if run.closed:
                    raise ReadError(f"{name} was not read to its end; ingest it again.")
                log.info("%s, page %d: %s", name, run.page, run.ended)
                if not attempt.goes_on(run):
                    raise ReadError(f"{name} {run.ended}{_REMEDY}")

    def unpack(self, path: Path, name: str, folder: Path) -> Unpacked:
        """The files inside a file alone. Raises ReadError as `open` does."""
        run = self._attempt("unpack", (path, name, folder, folder), Attempt())
        if run.result is None:
            raise ReadError(run.refused or f"{name} {run.ended}{_REMEDY}")
        return run.result.unpacked

    def close(self) -> None:
        """End the server and its readers; the next job starts a new one."""
        self._host.close()

    def _attempt(
        self,
        verb: Literal["open", "unpack"],
        what: tuple[Path, str, Path, Path],
        attempt: Attempt,
    ) -> Run:
        path, name, folder, scratch = what
        request = Request(
            verb=verb, path=str(path), name=name, folder=str(folder), scratch=str(scratch),
            ocr=self._ocr, skip={str(page): why for page, why in attempt.skip.items()},
            stop=attempt.stop,
        )  # fmt: skip
        for _ in range(2):  # a server that has died is started again, once
            run = self._run(request, folder)
            if run.heard or run.closed:
                return run
        raise ReadError(f"{name} cannot be read: the process that reads files does not start.")

    def _run(self, request: Request, folder: Path) -> Run:
        run = Run(ended="lost its reader")
        job = self._host.job()
        try:
            send(job, request)
            _follow(job, run, folder)
        except (OSError, ValueError) as error:
            run.ended = f"had a reader that failed ({error})"
        finally:
            run.closed = self._host.done(job)
        return run

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _follow(job: socket.socket, run: Run, folder: Path) -> None:
    """Take the reader's messages in until its warden says how it ended."""
    while (data := receive(job)) is not None:
        run.heard = True
        if data.startswith(RESULT):
            run.result = decoded(data[len(RESULT) :], folder)
            continue
        message: Message = json.loads(data)
        if "begin" in message:
            run.page, run.count = int(message["begin"]), int(message.get("count", 0))
        elif "refused" in message:
            run.refused = str(message["refused"])
        elif message.get("ended"):
            run.ended = str(message["ended"])
