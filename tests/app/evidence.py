"""Windows and hits for tests, without a library."""

from __future__ import annotations

from dataclasses import replace

from indexes.types import Hit, Scores, Window
from tests.builders import chunks, document


def window(document_id: str, sentences: list[str], centre: int = 0, first_id: int = 1) -> Window:
    """A window over a document that holds just these sentences; chunk ids count from first_id."""
    made = tuple(
        replace(chunk, id=first_id + i) for i, chunk in enumerate(chunks(document_id, sentences))
    )
    return Window(document(document_id), first_id + centre, made, " ".join(sentences))


def hit(found: Window, similarity: float = 0.6, coverage: float = 0.6) -> Hit:
    return Hit(found, 1.0, "fusion", similarity, coverage, Scores(similarity, 4.0, 0.0, 1.0))
