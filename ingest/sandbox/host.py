"""The process that forks readers, as those who give it jobs see it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from ingest.sandbox.limits import Limits

_LAST_WORDS_S = 5.0  # for the server to end by itself, so that what it used is counted

_ROOT = Path(__file__).resolve().parent.parent.parent


class Host:
    """Starts the server with the first job, and again when it has died; threads may share it."""

    def __init__(self, module: str, limits: Limits) -> None:
        """module: what is run, with the limits as its argument."""
        self._module = module
        self._limits = limits
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._jobs: set[socket.socket] = set()

    def start(self) -> None:
        """Start the server, without waiting for it, where it was never started."""
        with self._lock:
            if self._control is None:
                self._start()

    def job(self) -> socket.socket:
        """A socket whose other end is the server's."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            try:
                socket.send_fds(self._control or self._start(), [b"j"], [theirs.fileno()])
            except OSError:  # it has died since
                self._end()
                socket.send_fds(self._start(), [b"j"], [theirs.fileno()])
            self._jobs.add(ours)
        return ours

    def done(self, job: socket.socket) -> bool:
        """Close a job's socket; whether the host was closed while it ran."""
        with self._lock:
            closed = job not in self._jobs
            self._jobs.discard(job)
        job.close()
        return closed

    def close(self) -> None:
        """End the server and its readers; the next job starts a new one."""
        with self._lock:
            for job in self._jobs:
                with suppress(OSError):  # it has just ended
                    job.shutdown(socket.SHUT_RDWR)  # its warden ends its reader, its thread wakes
            self._jobs.clear()
            self._end()

    def _start(self) -> socket.socket:
        self._control, theirs = socket.socketpair()
        with theirs:
            paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
            self._process = subprocess.Popen(
                # -P: the folder at hand may be one of documents, and none of them is a module
                [sys.executable, "-P", "-m", self._module, json.dumps(asdict(self._limits))],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for Footnote, which lets readers finish
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join(paths),
                    "OMP_NUM_THREADS": "1",
                    "OMP_THREAD_LIMIT": "1",
                },
            )
        return self._control

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            try:
                self._process.wait(_LAST_WORDS_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._control = self._process = None
