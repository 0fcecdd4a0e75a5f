"""Text that was said before: reading it a second time costs tokens and adds nothing."""

from __future__ import annotations

from indexes.types import Window


def bare(text: str) -> str:
    """A sentence without what does not change what it says: case, spacing, closing punctuation."""
    return " ".join(text.casefold().split()).rstrip(".!?;:")


class Told:
    """What was told so far."""

    def __init__(self) -> None:
        self._sentences: set[str] = set()

    def knows(self, window: Window) -> bool:
        """Whether all of its sentences were told, by whichever documents."""
        return all(bare(chunk.spoken) in self._sentences for chunk in window.chunks)

    def add(self, window: Window) -> None:
        """Its sentences are told now."""
        self._sentences.update(bare(chunk.spoken) for chunk in window.chunks)
