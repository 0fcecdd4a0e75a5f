"""Training rows: what reviewers have said, in the form that training reads.

A row is one line of JSON with the fields of `TrainingRow`; `passages` and `gold` are lists of
objects with the fields of `Passage` and `Place`. Offsets are in characters of the document's text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from app.review.types import Kind, Place
from indexes.errors import QuestionError

HELD_SHARE = 0.3
"""Share of the questions that are held out: evaluated on, and never learnt from."""

Source = Literal["reviewed", "synthetic"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A window as it was found, or round a gold place. document: its name.

    text: the document's text from start to end. spoken: the same as the model reads it. gold:
    whether a gold place touches it. private: whether the text may be given only to models on this
    machine.
    """

    document_id: str
    document: str
    start: int
    end: int
    text: str
    spoken: str
    gold: bool
    private: bool = False


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A question with what is right and what was found.

    id: of the item; unique in a file. answer: the sentences of the right answer, () where it is
    refused or the reviewer gave places alone. gold: the sentences of documents that it rests on.
    passages: the windows of the gold places first, then the wrong ones that were found, best first.
    refused: the library does not hold the answer, and to say so is right. kind: the judgement.
    held: held out; never to be learnt from.
    """

    id: str
    question: str
    answer: tuple[str, ...]
    gold: tuple[Place, ...]
    passages: tuple[Passage, ...]
    refused: bool
    kind: Kind
    source: Source
    held: bool


def key(question: str) -> str:
    """The same for a question in whatever case, spacing and final punctuation: 64 hex digits."""
    words = " ".join(question.casefold().split()).rstrip(" ?!.")
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def is_held(question: str) -> bool:
    """Whether a question is held out: HELD_SHARE of all, the same ones on every machine."""
    return int(key(question)[:16], 16) < HELD_SHARE * 2**64


def write(rows: Iterable[TrainingRow]) -> str:
    """The rows as JSON lines."""
    return "".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)


def load(path: Path) -> tuple[TrainingRow, ...]:
    """The rows of a file that `write` made; blank lines are passed over.

    Raises QuestionError, naming file, line and remedy, for one that cannot be read.
    """
    try:
        lines: Sequence[str] = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"The rows {path} cannot be read ({error}); check the path.") from error
    made: list[TrainingRow] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                made.append(_row(line))
            except (ValueError, KeyError, TypeError) as error:
                raise QuestionError(
                    f"{path.name}, line {number}: not a training row ({error}); "
                    "`footnote review rows FILE` writes them."
                ) from error
    return tuple(made)


def _row(line: str) -> TrainingRow:
    body = json.loads(line)
    return TrainingRow(
        **{
            **body,
            "answer": tuple(body["answer"]),
            "gold": tuple(Place(**each) for each in body["gold"]),
            "passages": tuple(Passage(**each) for each in body["passages"]),
        }
    )
