"""A worker's process, and the messages to and from it."""

from __future__ import annotations

import atexit
import json
import os
import queue
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

from app.engine import wire
from app.engine.wire import Reply
from indexes.errors import EngineError
from ingest.sandbox.wire import send_bytes

SEND_S = 10.0
"""A worker that takes nothing in for so long is lost: its listener does nothing else."""

HANG_S = 40.0
"""A worker that does not say a word for so long hangs, be its machine as busy as it may."""

END_S = 5.0
"""For the end of a worker that has hung up."""

_ROOT = Path(__file__).resolve().parents[2]
Replies = queue.SimpleQueue[Reply | None]
"""The replies to one request as they come; None: there will be no more, the process is lost."""


class Process:
    """A running worker. May be shared between threads."""

    def __init__(self, server: str) -> None:
        """server: the module that is run. Raises EngineError when the system starts none."""
        try:
            self._link, theirs = socket.socketpair()
        except OSError as error:
            raise _not_started(error) from error
        with theirs:
            self._popen = _started(server, theirs)
        limit = struct.pack("ll", int(SEND_S), int(SEND_S % 1 * 1_000_000))
        self._link.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
        self._numbers = count(1)
        self._lock = threading.Lock()
        self._open: dict[int, Replies] = {}
        self._lost = False
        atexit.register(self.end)
        threading.Thread(target=self._listen, name="engine", daemon=True).start()

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def lost(self) -> bool:
        """Whether it has ended, or closed its side."""
        return self._lost

    def begin(self) -> tuple[int, Replies]:
        """The number of a new request, and where its replies will come."""
        replies: Replies = queue.SimpleQueue()
        with self._lock:
            number = next(self._numbers)
            self._open[number] = replies
            if self._lost:
                replies.put(None)
        return number, replies

    def forget(self, number: int) -> None:
        """Nobody waits for replies to this request any more."""
        with self._lock:
            self._open.pop(number, None)

    def send(self, request: bytes) -> None:
        """Send a request. When the process is gone, or takes nothing in, its replies say so."""
        with self._lock:
            try:
                send_bytes(self._link, request)
            except OSError:  # the listener meets it too, and tells whoever waits
                self._hang_up()

    def end(self) -> None:
        """Kill it; whoever waits for a reply hears that it is lost."""
        atexit.unregister(self.end)
        self._hang_up()
        self._popen.kill()
        self._popen.wait()

    def death(self) -> str:
        """How it ended, as a part of a sentence; waits a little for the end."""
        try:
            status = self._popen.wait(END_S)
        except subprocess.TimeoutExpired:
            return "fell silent"
        if status >= 0:
            return f"ended with status {status}"
        died = signal.Signals(-status)
        names = {signal.SIGKILL: "was killed by the system", signal.SIGABRT: "aborted"}
        return names.get(died, f"crashed ({died.name})")

    def _hang_up(self) -> None:
        with suppress(OSError):  # it is closed already
            self._link.shutdown(socket.SHUT_RDWR)

    def _listen(self) -> None:
        """Hand each reply to whoever waits for it; at the end tell all that there are no more."""
        with suppress(OSError, ValueError):  # a broken message is one from a dying process
            while (data := wire.received(self._link)) is not None:
                reply: Reply = json.loads(data)
                with self._lock:
                    waiting = self._open.get(reply["id"])
                if waiting:
                    waiting.put(reply)
        with self._lock:
            self._lost = True
            for each in self._open.values():
                each.put(None)
        self._link.close()


class Pulse:
    """Whether a worker still listens while it has nothing to tell: it counts tokens now and then.

    A model may be busy for a minute with one step; the thread that listens is not.
    """

    def __init__(self, process: Process) -> None:
        self._process = process
        self._since = time.monotonic()
        self._asked: tuple[int, Replies] | None = None

    def is_felt(self) -> bool:
        """Call it whenever nothing was heard for a moment. False: silent for more than HANG_S."""
        if self._asked and not self._asked[1].empty():
            self.rest()
        silent = time.monotonic() - self._since
        if silent > HANG_S / 2 and self._asked is None:
            self._asked = self._process.begin()
            self._process.send(wire.count_request(self._asked[0], ""))
        return silent <= HANG_S

    def rest(self) -> None:
        """It was heard of, or nobody listens any more."""
        if self._asked:
            self._process.forget(self._asked[0])
        self._since, self._asked = time.monotonic(), None


def _started(server: str, link: socket.socket) -> subprocess.Popen[bytes]:
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    try:
        return subprocess.Popen(
            # -P: the folder at hand may be one of documents, and none of them is a module
            [sys.executable, "-P", "-m", server],
            stdin=link.fileno(),
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for Footnote, which then ends the worker
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(paths),
                "OMP_WAIT_POLICY": "passive",
                "GGML_NO_BACKTRACE": "1",  # else an abort calls a debugger first, for seconds
            },
        )
    except OSError as error:
        raise _not_started(error) from error


def _not_started(error: OSError) -> EngineError:
    return EngineError(
        f"The process of the chat model cannot be started ({error.strerror or error}); close "
        "other programs and ask again."
    )
