"""HellaSwag: which of four endings does a model find likeliest? (Zellers and others, 2019)

The file is the one that llama.cpp's perplexity tool reads: six lines for each task, the context,
the number of the right ending (0 to 3) and the four endings; plain text or gzip.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.evaluation.report import Chosen, Report, Row, Versions
from indexes.errors import QuestionError

ENDINGS = 4
_LINES = 2 + ENDINGS
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Task:
    """A context and its endings. line: where it begins in the file, from 1. right: from 0."""

    line: int
    context: str
    endings: tuple[str, ...]
    right: int


class Scorer(Protocol):
    """A model that scores endings."""

    @property
    def label(self) -> str: ...

    def score(self, context: str, endings: Sequence[str]) -> tuple[float, ...]:
        """For each ending, the mean log-likelihood of its tokens after `context`.

        Raises PromptError if they are too long for it.
        """
        ...


def load(path: Path) -> tuple[Task, ...]:
    """Return the tasks of the file at `path`; blank lines at its end are passed over.

    Raises QuestionError, naming file, line and remedy.
    """
    lines = _text(path).rstrip("\r\n").split("\n")
    lines = [line.rstrip("\r") for line in lines]
    if lines == [""]:
        raise QuestionError(
            f"{path.name} holds no task; write six lines for each: the context, the number of the "
            "right ending from 0 to 3, and four endings."
        )
    return tuple(
        _task(path.name, lines[at : at + _LINES], at + 1) for at in range(0, len(lines), _LINES)
    )


def run(
    tasks: Sequence[Task],
    scorer: Scorer,
    file: str,
    date: datetime,
    on_progress: Callable[[int, Row], None],
) -> Report:
    """Score the tasks of `file`; on_progress is told how many are done, and the newest.

    The chosen ending has the highest mean log-likelihood per token; of equal ones the first. So
    does llama.cpp (`acc_norm`); lm-evaluation-harness divides by characters instead, and its
    figures differ by a few points.
    """
    rows: list[Row] = []
    for task in tasks:
        scores = scorer.score(task.context, task.endings)
        chosen = Chosen(task.right, scores.index(max(scores)), scores)
        answers = (task.endings[task.right],)
        row = Row(f"line {task.line}", "hellaswag", task.context, answers, None, None, chosen)
        rows.append(row)
        on_progress(len(rows), row)
    versions = Versions(
        model=scorer.label,
        prompt="",
        embedding="",
        build_id="",
        documents=0,
        settings=(),
        date=date,
        questions=file,
    )
    return Report(versions, tuple(rows))


def evenly(tasks: Sequence[Task], count: int) -> tuple[Task, ...]:
    """At most `count` tasks: the middle of each of as many equal stretches of the file."""
    if count >= len(tasks):
        return tuple(tasks)
    return tuple(tasks[(2 * at + 1) * len(tasks) // (2 * count)] for at in range(count))


def _task(name: str, lines: Sequence[str], first: int) -> Task:
    if len(lines) < _LINES:
        raise QuestionError(
            f"{name}, line {first}: the last task has {len(lines)} of its {_LINES} lines; complete "
            "or remove it."
        )
    for offset, line in enumerate(lines):
        if not line.strip():
            raise QuestionError(
                f"{name}, line {first + offset}: blank within a task; give each task a context, a "
                "number and four endings, one on each line."
            )
    number = lines[1].strip()
    if number not in map(str, range(ENDINGS)):
        raise QuestionError(
            f"{name}, line {first + 1}: {number[:40]!r} is not the number of an ending; write "
            "0, 1, 2 or 3, and see that each task before it has six lines."
        )
    return Task(first, lines[0], tuple(lines[2:]), int(number))


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
        return (gzip.decompress(raw) if raw.startswith(_GZIP) else raw).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuestionError(
            f"{path.name} is not UTF-8 at byte {error.start}; save the file as UTF-8."
        ) from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise QuestionError(
            f"{path.name} is a damaged gzip file ({error}); download it again."
        ) from error
    except OSError as error:
        raise QuestionError(
            f"The task file {path} cannot be read ({error.strerror}); check the path."
        ) from error
