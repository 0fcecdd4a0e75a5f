"""From ranked chunks to what is shown: windows that do not overlap, no text twice, to a budget."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from indexes.types import Chunk, Hit, Window
from indexes.words import words

SHORTEST = 60
"""Characters below which a window is no evidence by itself."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A window that was chosen; `at` is its candidate's place in the ranking."""

    at: int
    window: Window


@dataclass(slots=True)
class Chooser:
    """Takes candidates best first, and keeps what adds something.

    closeness: by chunk id, of the chunk alone to the question; a chunk without one never joins.
    closer_by: a neighbour is shown with a chunk when it is closer than the chunk by this.
    passed: place in the ranking -> `repeat` or `overlap`.
    """

    closeness: Mapping[int, float]
    closer_by: float
    chosen: list[Choice] = field(default_factory=list)
    passed: dict[int, str] = field(default_factory=dict)
    _shown: set[int] = field(default_factory=set)
    _wordings: set[str] = field(default_factory=set)

    def offer(self, at: int, window: Window) -> None:
        """Choose the window, cut to its better part; or note why not."""
        ids = [chunk.id for chunk in window.chunks]
        centre = ids.index(window.centre)
        if window.centre in self._shown:
            self.passed[at] = "overlap"
            return
        if _wording(window.chunks[centre]) in self._wordings:
            self.passed[at] = "repeat"
            return
        first, last = self._grown(window.chunks, centre)
        part = window.part(first, last + 1)
        self.chosen.append(Choice(at, part))
        self._shown.update(ids[first : last + 1])
        self._wordings.update(_wording(chunk) for chunk in part.chunks)

    def _grown(self, chunks: Sequence[Chunk], centre: int) -> tuple[int, int]:
        """First and last place of the centre with the neighbours that are nearer than it.

        What is shorter than SHORTEST, a heading say, takes along what follows it.
        """
        ids = [chunk.id for chunk in chunks]
        least = self.closeness.get(ids[centre], math.inf) + self.closer_by
        first = last = centre
        while first > 0 and self._joins(ids[first - 1], least):
            first -= 1
        while last + 1 < len(ids) and self._joins(ids[last + 1], least):
            last += 1
        while chunks[last].end - chunks[first].start < SHORTEST:
            if last + 1 < len(ids) and ids[last + 1] not in self._shown:
                last += 1
            elif first > 0 and ids[first - 1] not in self._shown:
                first -= 1
            else:
                break
        return first, last

    def _joins(self, chunk_id: int, least: float) -> bool:
        return chunk_id not in self._shown and self.closeness.get(chunk_id, -math.inf) >= least


def _wording(chunk: Chunk) -> str:
    """What two copies of a text have in common: its words, whatever the spaces and signs."""
    return " ".join(words(chunk.spoken))


def within(hits: Sequence[Hit], characters: int) -> tuple[Hit, ...]:
    """The first hits whose texts fill the budget; the last may go over it. One hit at least."""
    taken: list[Hit] = []
    for hit in hits:
        if characters <= 0:
            break
        taken.append(hit)
        characters -= len(hit.window.text)
    return tuple(taken)


def joined(hits: Sequence[Hit], text: Callable[[str, int, int], str]) -> tuple[Hit, ...]:
    """Hits that follow one another in a document as one, in the place of the best of them.

    text: gives document_text[start:end] for a document's id, start and end.
    """
    order = sorted(range(len(hits)), key=lambda at: hits[at].window.chunks[0].id)
    runs: list[list[int]] = []
    for at in order:
        if runs and _follows(hits[runs[-1][-1]].window, hits[at].window):
            runs[-1].append(at)
        else:
            runs.append([at])
    return tuple(_one(run, hits, text) for run in sorted(runs, key=min))


def _follows(before: Window, after: Window) -> bool:
    return (
        before.document.id == after.document.id and before.chunks[-1].id + 1 == after.chunks[0].id
    )


def _one(run: Sequence[int], hits: Sequence[Hit], text: Callable[[str, int, int], str]) -> Hit:
    best = hits[min(run)]
    if len(run) == 1:
        return best
    chunks = tuple(chunk for at in run for chunk in hits[at].window.chunks)
    whole = text(best.window.document.id, chunks[0].start, chunks[-1].end)
    return replace(best, window=replace(best.window, chunks=chunks, text=whole))
