"""What a benchmark asks of a pipeline, and what passes between the processes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, TypedDict

Verb = Literal["warm", "ingest", "search", "ask", "end"]

DEPTH = 40
"""How many pieces each pipeline returns to be measured; more than fill the largest budget."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text that was retrieved, and the name of its file."""

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. first_token_s: from the question on; None if no token was streamed."""

    text: str
    abstained: bool
    first_token_s: float | None


class Pipeline(Protocol):
    """One of the systems that are compared. Methods are called in the order given here."""

    def warm(self) -> None:
        """Load the embedding model and run everything that is done only once in a process."""
        ...

    def ingest(self, files: Sequence[Path]) -> int:
        """Make the files searchable; return the characters of text taken from them."""
        ...

    def search(self, question: str) -> list[Piece]:
        """Return the first DEPTH pieces for a question, best first."""
        ...

    def ask(self, question: str) -> Reply:
        """Retrieve and answer, as a user of the pipeline would have it."""
        ...


class PieceJson(TypedDict):
    """A `Piece` on its way."""

    document: str
    text: str


class Request(TypedDict):
    """One line to a worker. text: the question of `search` and `ask`. files: of `ingest`."""

    verb: Verb
    text: str
    files: list[str]


class Response(TypedDict):
    """One line from a worker, with what the request cost in it.

    cpu_s: of all threads and of finished children. peak_bytes: largest resident memory so far.
    """

    cpu_s: float
    wall_s: float
    peak_bytes: int
    characters: int
    pieces: list[PieceJson]
    text: str
    abstained: bool
    first_token_s: float | None
