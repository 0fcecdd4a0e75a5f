"""The ingest benchmark's side of its worker processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from app.settings import PROJECT_ROOT
from benchmarks.ingest_worker import Ask, Told
from benchmarks.process import WorkerError


class Sides:
    """The running sides by name. Use it as a context manager: leaving ends their processes.

    loaded: what each told when its model was loaded.
    """

    def __init__(self, texts: Path, threads: int) -> None:
        """texts: the file in which Footnote leaves what it embedded, for the others."""
        self.loaded: dict[str, Told] = {}
        self._texts = texts
        self._threads = threads
        self._running: dict[str, subprocess.Popen[str]] = {}

    def start(self, name: str, precision: str) -> int:
        """Start a side, wait until its model is loaded, and return its process id."""
        command = ["benchmarks.ingest_worker", name, str(self._texts), precision]
        process = subprocess.Popen(
            [sys.executable, "-m", *command, str(self._threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=PROJECT_ROOT,
            env=self._environment(),
            encoding="utf-8",
        )
        self._running[name] = process
        self.loaded[name] = self._told(name)
        return process.pid

    def ingest(self, name: str, files: Sequence[Path]) -> Told:
        """Have a side ingest the files from nothing."""
        return self._ask(name, Ask(files=[str(file) for file in files], questions=[]))

    def search(self, questions: Sequence[str]) -> Told:
        """Have Footnote search the library that it made last."""
        return self._ask("footnote", Ask(files=[], questions=list(questions)))

    def _ask(self, name: str, ask: Ask) -> Told:
        pipe = self._running[name].stdin
        assert pipe is not None
        pipe.write(json.dumps(ask) + "\n")
        pipe.flush()
        return self._told(name)

    def _told(self, name: str) -> Told:
        process = self._running[name]
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise WorkerError(
                f"The side {name!r} stopped (exit {process.wait()}); its own message stands above."
            )
        told: Told = json.loads(line)
        return told

    def _environment(self) -> dict[str, str]:
        """Alike for all: OpenMP's waiting threads would cost the tutorial pipeline most."""
        return {
            **os.environ,
            "OMP_NUM_THREADS": str(self._threads),
            "OMP_WAIT_POLICY": "passive",
            "TOKENIZERS_PARALLELISM": "false",
            "HF_HUB_OFFLINE": "1",
            "TQDM_DISABLE": "1",
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self._running.values():
            if process.stdin is not None:
                process.stdin.close()  # it ends, and removes what it made
            process.wait()
