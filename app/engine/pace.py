"""How many tokens of a prompt are read in one step."""

from __future__ import annotations

from app.engine.context import READ_AT_ONCE

STEP_S = 1.5
"""Wall time that one step should take: long steps read faster, short ones tell how far it is."""

LEAST = 64
"""Tokens of the shortest step."""

FAST_BYTES = 500_000_000
"""A model of up to this size begins with the longest steps, a larger one with the shortest."""


class Pace:
    """Learns from each step how long the next one should be."""

    def __init__(self, model_bytes: int) -> None:
        self._tokens = READ_AT_ONCE if model_bytes <= FAST_BYTES else LEAST

    @property
    def tokens(self) -> int:
        """Of the next step, from LEAST to READ_AT_ONCE."""
        return self._tokens

    def took(self, tokens: int, seconds: float) -> None:
        """A step of so many tokens took so long; short ones tell nothing."""
        if tokens >= LEAST and seconds > 0:
            fit = int(STEP_S * tokens / seconds)
            self._tokens = max(LEAST, min(READ_AT_ONCE, fit - fit % LEAST))
