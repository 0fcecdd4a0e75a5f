"""Names and numbers that a question asks about, and whether what was found knows them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexes.types import Hit
from indexes.words import STOP_WORDS, stem, words

_NAME = r"[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)*"
_NUMBER = r"\d[\d,.]*\d|\d"
_KEY = re.compile(rf"(?<!\w)(?:{_NAME}|{_NUMBER})")


def names(question: str) -> list[re.Match[str]]:
    """Names and numbers, but for what begins the question, which is capital anyway."""
    return [match for match in _KEY.finditer(question) if match.start()]


def strangers(question: str, document_id: str, hits: Sequence[Hit]) -> int:
    """How many words of the question's names and numbers are nowhere in what was found of a
    document: its name, its title, the headings and texts of its hits.
    """
    asked = {
        stem(word)
        for name in names(question)
        for word in words(name.group())
        if word not in STOP_WORDS
    }
    windows = [hit.window for hit in hits if hit.window.document.id == document_id]
    told = [text for window in windows for text in (window.document.name, window.document.title)]
    told += [
        text
        for window in windows
        for chunk in window.chunks
        for text in (chunk.spoken, *chunk.headings)
    ]
    return len(asked - {stem(word) for text in told for word in words(text)})
