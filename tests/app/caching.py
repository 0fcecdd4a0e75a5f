"""A cache before a journey that counts, over documents that can change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from langchain_core.runnables import RunnableConfig

from app.cached import Cached, Kept
from app.tracing.spans import Spans
from app.types import Actor, Answer, Event, Question, Timings, Token, Usage

ASKER = Actor("ada")
DOCUMENTS = frozenset({"rules", "fees"})


class Library:
    """The documents' state, and what each actor may see."""

    def __init__(self) -> None:
        self.changes = 0
        self.allowed = {"ada": DOCUMENTS, "bob": frozenset({"rules"}), "eve": DOCUMENTS}

    def state(self) -> int:
        return self.changes

    def of(self, question: Question) -> frozenset[str]:
        return self.allowed[question.actor.id]


class Counting:
    """A journey that counts how often it is made. note: what its answers say besides."""

    def __init__(self, library: Library) -> None:
        self.asked: list[Question] = []
        self.note = ""
        self.changes_meanwhile = False
        self.left = 0
        self._library = library

    def ask(
        self, question: Question, config: RunnableConfig | None = None, spans: Spans | None = None
    ) -> Answer:
        raise NotImplementedError

    def stream(
        self, question: Question, config: RunnableConfig | None = None, spans: Spans | None = None
    ) -> Iterator[Event]:
        self.asked.append(question)
        try:
            yield Token("At")
        except GeneratorExit:
            self.left += 1
            raise
        self._library.changes += self.changes_meanwhile
        yield Answer(
            question.text,
            question.text,
            (self.note,) if self.note else (),
            "answered",
            "At noon.",
            (),
            (),
            (),
            2,
            "model",
            "grounded@1",
            "b1",
            Usage(100, 9),
            Timings(1, 2, 3),
            f"trace-{len(self.asked)}",
        )


class World:
    """One cache before a counting journey."""

    def __init__(self, most: int = 10) -> None:
        self.library = Library()
        self.journey = Counting(self.library)
        self.day = date(2026, 3, 1)
        self.kept = Kept(most, self.library.state)
        self.cached = self.of("v1")

    def of(self, version: str) -> Cached:
        """The cache's journey under these versions."""
        return Cached(self.journey, self.kept, self.library.of, version, lambda: self.day)

    def ask(self, text: str = "When does it open?", actor: Actor = ASKER) -> Answer:
        return self.cached.ask(Question(text, actor))

    @property
    def made(self) -> int:
        return len(self.journey.asked)
