"""Files of questions for `--batch`: one JSON object on each line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.cli.output import note, print_json
from indexes.errors import EngineError, PromptError, QuestionError


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """One line. id: repeated in the answer, None when the line has none.

    place: file and line, as errors name it.
    """

    text: str
    id: str | int | None
    collection: str | None
    place: str


class _LineFault(Exception):
    """What is wrong with one line, and the remedy; `read_batch` adds file and line."""


def read_batch(name: str) -> list[BatchQuestion]:
    """Return the questions of the file `name`, or of standard input for `-`, in their order.

    A line is `{"question": ...}` with `id` and `collection` if wanted; other keys are passed over,
    so that a file of evaluation questions serves as it is. Blank lines are passed over too.
    Raises QuestionError for the first line that is not right, before any question is asked.
    """
    shown = "standard input" if name == "-" else name
    questions: list[BatchQuestion] = []
    # Not splitlines(): it also cuts at characters that may stand inside a JSON string.
    for number, line in enumerate(_content(name, shown).split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{shown}, line {number}"
        try:
            questions.append(_question(line, place))
        except _LineFault as fault:
            raise QuestionError(f"{place}: {fault}.") from fault
    if not questions:
        raise QuestionError(f'{shown} holds no question; write {{"question": "..."}} on each line.')
    return questions


def print_replies(file: str, reply: Callable[[BatchQuestion], Mapping[str, object]]) -> int:
    """Print one line for each question, in order: the reply, with its id first if it has one.

    A question that is refused, or at which the chat model failed, has `question` and `error` on its
    line, is named on stderr, and costs exit status 1, not the other questions.
    """
    refused = 0
    for question in read_batch(file):
        try:
            answer = reply(question)
        except (QuestionError, PromptError, EngineError) as error:
            refused += 1
            note(f"footnote: {question.place}: {error}")
            answer = {"question": question.text, "error": str(error)}
        print_json(answer if question.id is None else {"id": question.id, **answer})
    return 1 if refused else 0


def checked_question(text: str) -> str:
    """`text` without blank ends. Raises QuestionError when it is empty or not valid Unicode."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise QuestionError(
            f"The question holds bytes that are no text at character {error.start + 1}; "
            "type it in UTF-8."
        ) from error
    if not text.strip():
        raise QuestionError('The question is empty; write it in quotes, as in "How many days?".')
    return text.strip()


def _content(name: str, shown: str) -> str:
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuestionError(
            f"{shown} is not UTF-8 at byte {error.start}; save it as UTF-8."
        ) from error
    except OSError as error:
        raise QuestionError(
            f"The file of questions {shown} cannot be read ({error.strerror}); check its path."
        ) from error


def _question(line: str, place: str) -> BatchQuestion:
    try:
        record: object = json.loads(line)
    except ValueError as error:
        raise _LineFault(f"not JSON ({error}); write one JSON object on one line") from error
    if not isinstance(record, dict):
        raise _LineFault('not a JSON object; write {"question": "..."}')
    text = record.get("question")
    if not isinstance(text, str):
        raise _LineFault('"question" is missing or not text; write {"question": "..."}')
    try:
        text = checked_question(text)
    except QuestionError as error:
        raise _LineFault(str(error).rstrip(".")) from error
    key, collection = record.get("id"), record.get("collection")
    if not (key is None or isinstance(key, str | int)) or isinstance(key, bool):
        raise _LineFault('"id" is neither text nor a whole number; change or remove it')
    if not (collection is None or isinstance(collection, str)):
        raise _LineFault('"collection" is not text; write the name of a collection or remove it')
    return BatchQuestion(text, key, collection, place)
