"""The benchmark's side of a worker process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from app.settings import PREFIX, PROJECT_ROOT, Settings
from benchmarks.messages import Request, Response, Verb
from indexes.errors import FootnoteError


class WorkerError(FootnoteError):
    """A pipeline's process ended before its work was done."""


class Answering(Protocol):
    """What does a pipeline's work: a worker process, or a stand-in for one."""

    name: str

    def call(self, verb: Verb, text: str = "", files: Sequence[Path] = ()) -> Response: ...


class Worker:
    """A pipeline in its own process. Use it as a context manager: leaving ends the process."""

    def __init__(self, name: str, environment: Mapping[str, str]) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.worker", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=PROJECT_ROOT,
            env=dict(environment),
            encoding="utf-8",
        )

    def call(self, verb: Verb, text: str = "", files: Sequence[Path] = ()) -> Response:
        """Have one thing done and wait for it. Raises WorkerError if the process is gone."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        request = Request(verb=verb, text=text, files=[str(file) for file in files])
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise WorkerError(
                f"The {self.name} pipeline stopped during {verb!r} (exit {self._process.wait()}); "
                "its own message stands above."
            )
        response: Response = json.loads(line)
        return response

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()


def environment(settings: Settings, home: Path, threads: int) -> dict[str, str]:
    """Return the environment of both workers: these settings, `home` for state, equal threads.

    Both get the passive OpenMP waiting that Footnote sets for itself: without it, native code of
    the tutorial pipeline is many times slower on a busy machine, which would flatter Footnote.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    chosen = {PREFIX + field.name.upper(): str(getattr(settings, field.name)) for field in _FIELDS}
    return {
        **inherited,
        **chosen,
        PREFIX + "HOME": str(home),
        PREFIX + "THREADS": str(threads),
        "OMP_NUM_THREADS": str(threads),
        "OMP_WAIT_POLICY": "passive",
        "TOKENIZERS_PARALLELISM": "false",
        "HF_HUB_OFFLINE": "1",
        "TQDM_DISABLE": "1",
    }


_FIELDS = fields(Settings)
