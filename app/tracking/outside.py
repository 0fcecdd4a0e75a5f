"""A tracker that is another package, in a process of its own for each run.

These packages keep threads, hooks and settings for a whole process, and ask servers on the network
for news: in a process apart, none of it is in Footnote's, and one that hangs is left behind.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from queue import SimpleQueue

from app.quiet import VARIABLES
from app.tracking.places import folder, variables
from app.tracking.types import DONE, Setting
from app.tracking.wire import End, File, Log, Message, Start, encoded
from indexes.errors import FootnoteError

END_S = 60.0
"""Longest wait for a tracker to be done with a run."""

_ROOT = Path(__file__).parents[2]
_SAID = 4096
"""Bytes at the end of what a process has said in which its last line is looked for."""


class TrackerError(FootnoteError):
    """Another package could not keep a run, or not all of it."""


class Outside:
    """Passes runs on to MLflow, Weights & Biases or ClearML."""

    def __init__(self, name: str, home: Path, end_s: float = END_S) -> None:
        """name: the package's. home: Footnote's folder. end_s: longest wait for a run's end."""
        self._name, self._home, self._end_s = name, home.resolve(), end_s

    def start(
        self, kind: str, name: str, settings: Mapping[str, Setting], versions: Mapping[str, str]
    ) -> OutsideRun:
        """Begin a run. Returns at once: what goes wrong is raised at its end.

        Raises TrackerError where no process can be started.
        """
        begun = Start(kind, name, dict(settings), dict(versions))
        return OutsideRun(self._name, self._home, begun, self._end_s)


class OutsideRun:
    """A run that goes on in a process of its own."""

    def __init__(self, name: str, home: Path, begun: Start, end_s: float) -> None:
        self._name, self._end_s = name, end_s
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  (closed at the end)
        self._process = _started(name, home, self._said.fileno())
        self._told: SimpleQueue[Message] = SimpleQueue()
        # a daemon that writes: a process that does not read must not hold the run up
        self._writer = threading.Thread(target=self._write, name=f"{name} run", daemon=True)
        self._told.put(begun)
        self._writer.start()

    def log(self, figures: Mapping[str, float], step: int | None = None) -> None:
        """Note figures."""
        self._told.put(Log(dict(figures), step))

    def file(self, path: Path) -> None:
        """Keep a file; it must stay as it is until the run's end."""
        self._told.put(File(str(path.resolve())))

    def end(self, status: str = DONE) -> None:
        """End the run and wait for its process, `end_s` seconds at most.

        Raises TrackerError where the run is not kept, or not all of it.
        """
        self._told.put(End(status))
        until = time.monotonic() + self._end_s
        try:
            self._writer.join(self._end_s)
            code = self._process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired as error:
            raise TrackerError(f"{self._name} was not done after {self._end_s:g} s") from error
        finally:
            self._process.kill()
            self._process.wait()
            self._writer.join()
            said = self._last_line()
            self._said.close()
        if code:
            raise TrackerError(said or f"its process ended with status {code}")

    def _write(self) -> None:
        assert self._process.stdin is not None
        try:
            with self._process.stdin as pipe:
                message = self._told.get()
                while not isinstance(message, End):
                    pipe.write(encoded(message))
                    pipe.flush()
                    message = self._told.get()
                pipe.write(encoded(message))
        except BrokenPipeError:
            return  # it has gone; `end` tells why

    def _last_line(self) -> str:
        size = self._said.seek(0, os.SEEK_END)
        self._said.seek(max(0, size - _SAID))
        lines = self._said.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1].strip() if lines else ""


def _started(name: str, home: Path, said: int) -> subprocess.Popen[bytes]:
    place = folder(name, home)
    dropped = ("WANDB_", "CLEARML_", "TRAINS_")
    kept = {key: text for key, text in os.environ.items() if not key.startswith(dropped)}
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    try:
        place.mkdir(parents=True, exist_ok=True)
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "app.tracking.child", name, str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
            cwd=place,
            start_new_session=True,  # Ctrl-C is for Footnote, which then ends the run
            env={
                **kept,
                **VARIABLES,
                **variables(name, home),
                "PYTHONPATH": os.pathsep.join(paths),
            },
        )
    except OSError as error:
        raise TrackerError(f"its process cannot be started: {error.strerror or error}") from error
