"""An answer as JSON and back, and the words of it that a search looks through."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict

from app.types import Answer, Citation, Sentence, Timings, Usage
from indexes.errors import LibraryError


def to_json(answer: Answer) -> str:
    """The whole answer as JSON in ASCII, so that any text can be stored; see `from_json`."""
    return json.dumps(asdict(answer))


def from_json(text: str) -> Answer:
    """The answer that `to_json` wrote, equal to it. Raises LibraryError when damaged.

    What answers of earlier versions do not say gets its default.
    """
    try:
        body = json.loads(text)
        return Answer(
            **{
                **body,
                "read_as": body.get("read_as", body["question"]),
                "notes": tuple(body.get("notes", ())),
                "sentences": tuple(
                    Sentence(**{**each, "marks": tuple(each["marks"])})
                    for each in body["sentences"]
                ),
                "citations": tuple(Citation(**each) for each in body["citations"]),
                "nearest": tuple(Citation(**each) for each in body["nearest"]),
                "usage": Usage(**body["usage"]),
                "timings": Timings(**body["timings"]),
            }
        )
    except (ValueError, KeyError, TypeError) as error:
        raise LibraryError(
            f"A saved answer cannot be read ({error}); delete its conversation."
        ) from error


def storable(text: str) -> str:
    """`text` without lone surrogates, which SQLite refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")


def folded(text: str) -> str:
    """`text` as it is compared in a search: without case, and each letter in one spelling."""
    return storable(unicodedata.normalize("NFKC", text).casefold())


def words(answer: Answer) -> str:
    """The question and the answer's text, folded."""
    return folded(f"{answer.question}\n{answer.text}")


def words_of(body: str) -> str:
    """The same of an answer's JSON; '' for a damaged one."""
    try:
        return words(from_json(body))
    except LibraryError:
        return ""


def trace_of(body: str) -> str:
    """The trace id in an answer's JSON; '' for a damaged one."""
    try:
        return storable(from_json(body).trace_id)
    except LibraryError:
        return ""
