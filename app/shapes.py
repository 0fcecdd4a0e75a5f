"""The shape of a question: what may be kept of it without its words."""

from __future__ import annotations

from collections.abc import Sequence

from app.languages import other_language
from app.tracing.types import Shape
from app.types import Question
from indexes.types import Hit
from indexes.words import STOP_WORDS, words

CODES = {
    "German": "de",
    "French": "fr",
    "Spanish": "es",
    "Italian": "it",
    "Portuguese": "pt",
    "Dutch": "nl",
    "Swedish": "sv",
}
"""ISO 639-1, of the languages that `app.languages` tells apart."""

TOLD_BY = 2_000
"""Characters by which a question's language is told."""


def shape(question: Question, hits: Sequence[Hit]) -> Shape:
    """Words, language and the best window's similarity; no topic. hits: what was found."""
    similarity = max((hit.similarity for hit in hits), default=0.0)
    return Shape(
        words=len(question.text.split()),
        language=language(question.text),
        similarity=round(float(similarity), 4),
    )


def language(text: str) -> str:
    """ISO 639-1; '' for one that is not known, and for a text without small words."""
    told_by = text[:TOLD_BY]
    other = other_language(told_by)
    if other:
        return CODES.get(other, "")
    return "en" if STOP_WORDS.intersection(words(told_by)) else ""
