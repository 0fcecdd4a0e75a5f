"""Whether the library holds what a set of questions rests on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from app.evaluation.questions import GoldQuestion
from indexes.errors import QuestionError
from indexes.types import Document

_NAMED = 3
"""How many offenders an error names before it counts the rest."""


class Texts(Protocol):
    """What holds the documents: Footnote's catalogue."""

    def find(self, id_or_name: str) -> list[Document]: ...

    def text(self, document_id: str) -> str: ...

    def build_id(self) -> str: ...


def check(questions: Sequence[GoldQuestion], catalog: Texts, allowed: Collection[str]) -> None:
    """Raise QuestionError unless every gold span is in an allowed document, word for word."""
    texts: dict[str, list[str]] = {}
    absent: list[str] = []
    changed: list[str] = []
    for question in questions:
        for span in question.spans:
            if span.document not in texts:
                named = catalog.find(span.document)
                texts[span.document] = [catalog.text(d.id) for d in named if d.id in allowed]
                if not texts[span.document]:
                    absent.append(span.document)
            held = any(text[span.start : span.end] == span.quote for text in texts[span.document])
            if not held and texts[span.document]:
                changed.append(
                    f"{span.document} at {span.start}:{span.end} (question {question.id})"
                )
    if absent:
        raise QuestionError(
            f"The library does not hold {_listed(absent)}, which the questions rest on; ingest "
            "their documents first, for the sample questions with `footnote ingest data/samples`."
        )
    if changed:
        raise QuestionError(
            f"The library's text is not what the questions quote in {_listed(changed)}; remove "
            "these documents and ingest the right ones, for the sample questions with "
            "`footnote ingest data/samples`."
        )


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")
