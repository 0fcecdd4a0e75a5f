"""A worker's process, and the messages to and from it."""

from __future__ import annotations

import atexit
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from itertools import count
from pathlib import Path

from app.engine import wire
from app.engine.wire import Reply
from ingest.sandbox.wire import send_bytes

_ROOT = Path(__file__).resolve().parents[2]
Replies = queue.SimpleQueue[Reply | None]
"""The replies to one request as they come; None: there will be no more, the process is lost."""


class Process:
    """A running worker. May be shared between threads."""

    def __init__(self, server: str) -> None:
        """server: the module that is run."""
        self._link, theirs = socket.socketpair()
        with theirs:
            paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
            self._popen = subprocess.Popen(
                # -P: the folder at hand may be one of documents, and none of them is a module
                [sys.executable, "-P", "-m", server],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for Footnote, which then ends the worker
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join(paths),
                    "OMP_WAIT_POLICY": "passive",
                },
            )
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
        """Send a request. When the process is gone its replies say so."""
        with self._lock, suppress(OSError):  # the listener meets it too, and tells whoever waits
            send_bytes(self._link, request)

    def end(self) -> None:
        """Kill it; whoever waits for a reply hears that it is lost."""
        atexit.unregister(self.end)
        with suppress(OSError):  # it is closed already
            self._link.shutdown(socket.SHUT_RDWR)
        self._popen.kill()
        self._popen.wait()

    def death(self) -> str:
        """How it ended, as a part of a sentence; waits for the end."""
        status = self._popen.wait()
        if status >= 0:
            return f"ended with status {status}"
        died = signal.Signals(-status)
        names = {signal.SIGKILL: "was killed by the system", signal.SIGABRT: "aborted"}
        return names.get(died, f"crashed ({died.name})")

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
