"""Prompt-lookup decoding: what follows the last tokens where they stood before is guessed next.

Answers copy from the evidence. A guess of several tokens is checked in one step of the model; each
that the model would have written itself is taken, so the answer is the same (Saxena, "Prompt Lookup
Decoding", 2023).
"""

from __future__ import annotations

from collections.abc import Sequence

LONGEST, SHORTEST = 3, 2
"""Lengths of the endings that are looked up, in tokens, longest first."""


class Lookup:
    """The places of short runs of tokens in what was read and written."""

    def __init__(self, tokens: Sequence[int]) -> None:
        self._tokens: list[int] = []
        self._after: dict[tuple[int, ...], int] = {}
        for token in tokens:
            self.add(token)

    def add(self, token: int) -> None:
        """One more token was read or written; of places that are alike the last one counts."""
        for length in range(SHORTEST, LONGEST + 1):
            if len(self._tokens) >= length:
                self._after[tuple(self._tokens[-length:])] = len(self._tokens)
        self._tokens.append(token)

    def guess(self, most: int) -> list[int]:
        """Up to `most` tokens that may come next; [] when the ending is new."""
        for length in range(LONGEST, SHORTEST - 1, -1):
            at = self._after.get(tuple(self._tokens[-length:]))
            if at is not None and len(self._tokens) >= length:
                return self._tokens[at : at + most]
        return []
