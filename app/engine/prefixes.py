"""Which prompts the model still knows, so that what they share is not read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

KEPT_PROMPTS = 6
"""Most prompts that are kept, with the one that is answered."""

KEPT_TOKENS = 2048
"""Of all kept prompts together, more when the one that is answered is longer. Attention looks at
the cells of the others too, which costs a small model a twelfth per thousand (docs/quality.md)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a prompt goes. sequence: its number. source: the one that shares its first `shared`
    tokens, which may be the same; -1 for none. dropped: sequences that are forgotten once the
    shared tokens are taken over.
    """

    sequence: int
    source: int
    shared: int
    dropped: tuple[int, ...]


class Prefixes:
    """The kept prompts, least recently used first. Sequences are numbered from 0 to `prompts`."""

    def __init__(self, prompts: int = KEPT_PROMPTS, tokens: int = KEPT_TOKENS) -> None:
        self._prompts = prompts
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
        free = (n for n in range(self._prompts + 1) if n not in self._kept)
        place = source if extends else next(free)
        self._kept.pop(place, None)
        dropped = self._dropped(len(prompt))
        shared = min(shared, len(prompt) - 1)
        return Place(place, source if shared else -1, shared, dropped)

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

    def _dropped(self, wanted: int) -> tuple[int, ...]:
        """Forget what has to go for a prompt of so many tokens, least recently used first.

        What prompts share counts for each: an upper bound.
        """
        held = sum(map(len, self._kept.values()))
        dropped: list[int] = []
        for sequence, kept in list(self._kept.items()):
            if len(self._kept) < self._prompts and held + wanted <= self._tokens:
                break
            dropped.append(sequence)
            held -= len(kept)
            del self._kept[sequence]
        return tuple(dropped)


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """How many tokens both begin with."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))
