"""A question that might be suggested."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from indexes.words import content_words

MOST_CHARACTERS = 79
LEAST_WORDS, MOST_WORDS = 4, 15
LEAST_CONTENT = 2
"""Content words of a question that stands for itself."""

WELL_SAID = 3
"""Content words from which on a question says well what it is about."""

Origin = Literal["asked", "told", "quoted", "row", "heading", "document"]
ORIGINS: tuple[Origin, ...] = ("asked", "told", "quoted", "row", "heading", "document")
"""Best first: a heading that asks, a fact, a question inside a text, a table's cell, a section, all
of the document."""

_PLAIN = re.compile(r"[^\W\d_][\w .,'\u2019()/&\u2013-]*\?")
_UNSAID = re.compile(
    r"\b(?:it|its|they|them|their|he|she|him|his|her|this|that|these|those|there|here|above|below|"
    r"former|latter|another|other|others|also|following|then|first|last|such)\b",
    re.IGNORECASE,
)
"""Words that lean on what stands before, so that the question would not be understood alone."""

_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_ASKING = frozenset({"many", "much", "long", "have", "take", "cost"})
_ADDRESSED = re.compile(r"\b(?:you|we|us|your|our)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question and where its answer should stand: document_text[start:end].

    origin: what it was made from.
    """

    question: str
    document_id: str
    start: int
    end: int
    origin: Origin

    @property
    def rank(self) -> tuple[int, int, int]:
        """Smaller is better: its origin; whether it speaks to somebody, says little or asks about
        one day long ago; its place.
        """
        addressed = _ADDRESSED.search(self.question) is not None
        counts = self.question.startswith("How many")
        said = len(set(content_words(self.question)) - _ASKING)
        brief = said < (LEAST_CONTENT if counts else WELL_SAID)
        dated = _YEAR.search(self.question) is not None
        return ORIGINS.index(self.origin), addressed + brief + dated, self.start


def is_presentable(question: str) -> bool:
    """Whether a question reads well by itself: plain letters, a fair length, nothing unsaid."""
    count = len(question.split())
    return (
        len(question) <= MOST_CHARACTERS
        and LEAST_WORDS <= count <= MOST_WORDS
        and _PLAIN.fullmatch(question) is not None
        and _UNSAID.search(question) is None
        and "  " not in question
        and len(set(content_words(question))) >= LEAST_CONTENT
    )
