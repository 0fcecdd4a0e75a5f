"""The process of another tracker's run: `python -m app.tracking.child NAME HOME`.

Reads messages (`app.tracking.wire`) from standard input. Where they end without an End, Footnote
was killed: the run has failed. Exit status: 0 the run is kept; 1 not all of it, standard error's
last line says why.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from app.tracking.types import FAILED, Run
from app.tracking.wire import End, File, Log, Message, Start, decoded

Begin = Callable[[Path, Start], Run]


def main(words: list[str]) -> int:
    """Keep one run. words: the package's name, and Footnote's folder."""
    name, home = words
    begun = decoded(sys.stdin.buffer.readline())
    assert isinstance(begun, Start)
    begin = cast(Begin, import_module(f"app.tracking.to_{name}").begin)
    run = begin(Path(home), begun)
    problems = _followed(run)
    if problems:
        sys.stderr.write(f"{problems[0]}\n")
    return 1 if problems else 0


def _followed(run: Run) -> list[str]:
    """Do what is told until the run's end; returns what went wrong."""
    problems = []
    status = FAILED
    for line in sys.stdin.buffer:
        message = decoded(line)
        if isinstance(message, End):
            status = message.status
            break
        try:
            _done(run, message)
        except Exception as error:  # noqa: BLE001  what else there is of the run is kept
            problems.append(f"{type(error).__name__}: {' '.join(str(error).split())}")
    run.end(status)
    return problems


def _done(run: Run, message: Message) -> None:
    if isinstance(message, Log):
        run.log(message.figures, message.step)
    elif isinstance(message, File):
        path = Path(message.path)
        path.stat()  # some packages pass over a file that is missing
        run.file(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
