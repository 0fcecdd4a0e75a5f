"""Which prompts the model still knows, so that what they share is not read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

KEPT_PROMPTS = 6
"""Prompts that are kept besides the one that is answered."""

KEPT_TOKENS = 1024
"""Of all kept prompts together. Attention looks over every cell that is in use, so that many kept
prompts slow down the one that is answered."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a prompt goes. sequence: its number. source: the one that shares `shared` tokens, which
    may be the same. dropped: sequences that are forgotten before.
    """

    sequence: int
    source: int
    shared: int
    dropped: tuple[int, ...]


class Prefixes:
    """The kept prompts, least recently used first. Sequences are numbered from 0."""

    def __init__(self, prompts: int = KEPT_PROMPTS, tokens: int = KEPT_TOKENS) -> None:
        self._sequences = prompts + 1
        self._tokens = tokens
        self._kept: dict[int, tuple[int, ...]] = {}

    def place(self, prompt: Sequence[int]) -> Place:
        """The place for a prompt, whose longest known beginning is shared.

        Its last token is never shared: the model has to read it for the answer to begin.
        """
        source, shared = -1, 0
        for sequence, kept in self._kept.items():
            same = _common(kept, prompt)
            if same >= max(shared, 1):
                source, shared = sequence, same
        extends = source >= 0 and shared == len(self._kept[source])
        shared = min(shared, len(prompt) - 1)
        most = self._sequences if extends else self._sequences - 1
        dropped = tuple(self._dropped(len(prompt) - shared, source, most))
        free = (n for n in range(self._sequences) if n not in self._kept or n in dropped)
        sequence = source if extends else next(free)
        for each in {*dropped, sequence} & set(self._kept):
            del self._kept[each]
        return Place(sequence, source if shared else -1, shared, dropped)

    def keep(self, sequence: int, prompt: Sequence[int]) -> None:
        """This much of a prompt stands in the sequence that `place` gave; it is the last used."""
        self._kept.pop(sequence, None)
        if prompt:
            self._kept[sequence] = tuple(prompt)

    def oldest(self) -> int | None:
        """The least recently used sequence, forgotten by this; None for none."""
        found = next(iter(self._kept), None)
        if found is not None:
            del self._kept[found]
        return found

    def _dropped(self, wanted: int, source: int, most: int) -> list[int]:
        """What has to go for so many more tokens, least recently used first, but never the source.

        most: prompts that may stay. What several share counts for each: an upper bound.
        """
        held = sum(map(len, self._kept.values()))
        dropped: list[int] = []
        for sequence, kept in self._kept.items():
            crowded = len(self._kept) - len(dropped) > most
            if not crowded and held + wanted <= self._tokens:
                break
            if sequence != source:
                dropped.append(sequence)
                held -= len(kept)
        return dropped


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """How many tokens both begin with."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))
