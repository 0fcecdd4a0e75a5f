"""Questions in which one name or number is another, so that their passage no longer answers."""

from __future__ import annotations

import random
from collections.abc import Iterable

from app.reading.names import names

TRIES = 20

NEAR = 0.7
"""Share of whole numbers that become one near by."""

STEPS = (-9, -5, -3, -2, -1, 1, 2, 3, 5, 9)


class Swaps:
    """Swaps names for names and numbers for numbers of other questions."""

    def __init__(self, questions: Iterable[str]) -> None:
        """questions: those whose names and numbers are put into others."""
        keys = [match.group() for text in questions for match in names(text)]
        self._names = [key for key in keys if not key[0].isdigit()]
        self._numbers = [key for key in keys if key[0].isdigit()]

    def swapped(self, question: str, context: str, rnd: random.Random) -> str | None:
        """The question with one of its names or numbers, which stands in the context too, replaced
        by one that does not. None where there is none to replace, or nothing to replace it by.
        """
        folded = context.lower()
        known = [match for match in names(question) if match.group().lower() in folded]
        if not known:
            return None
        match = rnd.choice(known)
        for _ in range(TRIES):
            other = self._other(match.group(), rnd)
            if other is not None and other.lower() not in folded:
                return question[: match.start()] + other + question[match.end() :]
        return None

    def _other(self, key: str, rnd: random.Random) -> str | None:
        if key.isdecimal() and rnd.random() < NEAR:
            return str(abs(int(key) + rnd.choice(STEPS)))
        pool = self._numbers if key[0].isdigit() else self._names
        return rnd.choice(pool) if pool else None
