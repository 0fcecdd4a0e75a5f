"""The sentences of the evidence that a claim may stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexes.types import Chunk, Window
from ingest import sentences
from ingest.clean import clean

BEFORE = 2
"""Sentences just before a candidate that tell what its pronouns mean."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence of the evidence. number: of its window, from 1. start, end: in the document.

    spoken: as read by the model. around: column names, headings and file name, which also count as
    said. before: the sentences just before it in its window, '' at the start.
    """

    number: int
    window: Window
    chunk: Chunk
    start: int
    end: int
    spoken: str
    around: str
    before: str = ""

    @property
    def read_with(self) -> str:
        """The sentence behind those just before it."""
        return f"{self.before} {self.spoken}".strip()


def candidates(evidence: Sequence[Window]) -> list[Candidate]:
    """Every sentence of the evidence, in order."""
    found = []
    for number, window in enumerate(evidence, start=1):
        around = "\n".join((*window.headings, window.document.title, window.document.name))
        earlier: list[str] = []
        for chunk in window.chunks:
            spans = sentences.split(chunk.text)
            if len(spans) <= 1:
                spans = [(0, len(chunk.text))]
            for start, end in spans:
                whole = len(spans) == 1
                spoken = chunk.spoken if whole else clean(chunk.text[start:end]).text
                first, last = chunk.start + start, chunk.start + end
                before = " ".join(earlier[-BEFORE:])
                found.append(Candidate(number, window, chunk, first, last, spoken, around, before))
                earlier.append(spoken)
    return found
