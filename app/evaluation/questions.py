"""Question files: one JSON object per line, with the answers and places that count as right.

A line holds `id`, `question`, `answers` (each a right answer; none if the library does not hold
one), and optionally `kind` (a word to group by) and `spans` (the places that hold the answer:
`document`, `start`, `end`, `quote`, optionally `page`; offsets in characters of the document's
text).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from indexes.errors import QuestionError

UNANSWERABLE = "unanswerable"
_KEYS = frozenset({"id", "question", "answers", "kind", "spans"})
_SPAN_KEYS = frozenset({"document", "page", "start", "end", "quote"})


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A place that holds an answer. document: its name. quote: its text, `start:end` exactly."""

    document: str
    page: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with its right answers. answers: empty if the library does not hold one.

    spans: the places that an answer rests on, all of them needed; may be empty in question files
    that give answers alone.
    """

    id: str
    question: str
    answers: tuple[str, ...]
    kind: str
    spans: tuple[GoldSpan, ...]

    @property
    def answerable(self) -> bool:
        return bool(self.answers)


class _LineFault(Exception):
    """What is wrong with one line, and the remedy; `load` adds the file and the line."""


def load(path: Path) -> tuple[GoldQuestion, ...]:
    """Return the questions of the file at `path`, in its order; blank lines are passed over.

    Raises QuestionError, naming file, line and remedy, for the first line that is not right.
    """
    questions: list[GoldQuestion] = []
    first_lines: dict[str, int] = {}
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            question = _question(line)
            if question.id in first_lines:
                raise _LineFault(
                    f"the id {question.id!r} already stands in line {first_lines[question.id]}; "
                    "give each question its own"
                )
        except _LineFault as fault:
            raise QuestionError(f"{path.name}, line {number}: {fault}.") from fault
        first_lines[question.id] = number
        questions.append(question)
    if not questions:
        raise QuestionError(
            f"{path.name} holds no question; write one JSON object with id, question and answers "
            "per line."
        )
    return tuple(questions)


def _lines(path: Path) -> list[str]:
    try:
        # Not splitlines(): it also cuts at characters that may stand inside a JSON string.
        return path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise QuestionError(
            f"{path.name} is not UTF-8 at byte {error.start}; save the file as UTF-8."
        ) from error
    except OSError as error:
        raise QuestionError(
            f"The question file {path} cannot be read ({error.strerror}); check the path."
        ) from error


def _question(line: str) -> GoldQuestion:
    try:
        value: object = json.loads(line)
    except json.JSONDecodeError as error:
        raise _LineFault(
            f"not JSON at column {error.colno} ({error.msg}); write one JSON object on one line"
        ) from error
    record = _object(value, "the line", _KEYS)
    answers = _answers(record)
    spans = tuple(_span(item) for item in _list(record, "spans", required=False))
    kind = _text(record, "kind") if "kind" in record else ("fact" if answers else UNANSWERABLE)
    if (kind == UNANSWERABLE) != (not answers):
        raise _LineFault(
            f"kind {kind!r} with {len(answers)} answers; a question has no answers exactly if its "
            f"kind is {UNANSWERABLE!r}"
        )
    if spans and not answers:
        raise _LineFault("an unanswerable question has spans; remove them or add the answers")
    return GoldQuestion(_text(record, "id"), _text(record, "question"), answers, kind, spans)


def _answers(record: Mapping[str, object]) -> tuple[str, ...]:
    answers: list[str] = []
    for answer in _list(record, "answers", required=True):
        if not isinstance(answer, str) or not answer.strip():
            raise _LineFault(f"the answer {answer!r} is not text; write each answer as a string")
        answers.append(answer)
    return tuple(answers)


def _span(value: object) -> GoldSpan:
    record = _object(value, "a span", _SPAN_KEYS)
    document, quote = _text(record, "document"), _text(record, "quote")
    page = _integer(record, "page", 1) if "page" in record else 1
    start, end = _integer(record, "start", 0), _integer(record, "end", 0)
    if end - start != len(quote):
        raise _LineFault(
            f"the span {start}:{end} has {end - start} characters but its quote has {len(quote)}; "
            "make quote the text from start to end"
        )
    return GoldSpan(document, page, start, end, quote)


def _object(value: object, what: str, known: frozenset[str]) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _LineFault(f"{what} is not a JSON object; write {{...}} with {_names(known)}")
    unknown = sorted(str(key) for key in value if key not in known)
    if unknown:
        raise _LineFault(f"unknown key {unknown[0]!r} in {what}; the keys are {_names(known)}")
    return value


def _list(record: Mapping[str, object], key: str, *, required: bool) -> list[object]:
    if key not in record and not required:
        return []
    value = record.get(key)
    if not isinstance(value, list):
        raise _LineFault(f'{key!r} is missing or not a list; write "{key}": [...]')
    return value


def _text(record: Mapping[str, object], key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _LineFault(f'{key!r} is missing or not text; write "{key}": "..."')
    return value


def _integer(record: Mapping[str, object], key: str, least: int) -> int:
    value = record.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise _LineFault(f"{key!r} is missing or not a whole number from {least} on; correct it")
    return value


def _names(keys: frozenset[str]) -> str:
    return ", ".join(sorted(keys))
