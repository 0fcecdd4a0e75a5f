"""What a summary is, and what is heard while it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.types import Citation, Sentence, Timings, Token, Usage
from indexes.types import Document

Method = Literal["quoted", "counted", "written"]
"""Central sentences of the document; figures of a table, counted by code; a model's sentences."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A section has been begun. number: from 1 to `of`. heading: its name as people know it."""

    number: int
    of: int
    heading: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the document was read. sections, passages: so many, which are all there are.

    cited: sections that a sentence of the summary stands on.
    """

    sections: int
    passages: int
    cited: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A document in a few sentences, in its own order.

    text: the sentences with `[n]` marks, in lists under headings where the document is long.
    method: how its sentences came about. model, prompt (`name@version`): '' unless it was written.
    notes: sentences on who wrote it, or why not. timings.retrieve: until sections and sentences
    were chosen.
    """

    document: Document
    method: Method
    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    model: str
    prompt: str
    usage: Usage
    timings: Timings
    coverage: Coverage
    notes: tuple[str, ...] = ()


Step = Progress | Token | Summary
