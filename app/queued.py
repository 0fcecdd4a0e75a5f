"""The journey behind a waiting line: few questions at a time, fairly between askers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from langchain_core.runnables import RunnableConfig

from app.engine.turns import Turn, Turns
from app.tracing.spans import QUEUE, Spans
from app.types import Answer, Event, Question, Waiting

PATIENCE_S = 900.0
"""Longest wait for one's turn; whoever waits longer is told so."""


class Answers(Protocol):
    """What answers questions: a journey, or one behind a waiting line."""

    def ask(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Answer:
        """The checked answer, or an abstention. Raises FootnoteError when none can be tried.

        spans: where its steps are noted; None: nowhere.
        """
        *_, answer = self.stream(question, config, spans)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Iterator[Event]:
        """What happens as it happens; an Answer comes last. Closing it gives the question up."""
        ...


class Queued(Answers):
    """A journey that few questions make at a time.

    Searching, reading and checking take the processor as much as the chat model does: many at once
    would only make each of them slower, and the first of them as late as the last.
    """

    def __init__(self, journey: Answers, turns: Turns) -> None:
        self._journey = journey
        self._turns = turns

    def stream(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Iterator[Event]:
        """As `Answers.stream`; Waiting comes before, several times a second, while it has to.

        Raises BusyError too.
        """
        spans = spans or Spans()
        with self._turns.take(question.asker or question.actor.id) as turn:
            yield from _waited(turn, spans)
            yield from self._journey.stream(question, config, spans)


def _waited(turn: Turn, spans: Spans) -> Iterator[Waiting]:
    """Until the turn has come. ahead: of the step, how many there were at most."""
    with spans.span(QUEUE, ahead=0) as step:
        most = 0
        for ahead in turn.waits(PATIENCE_S):
            most = max(most, ahead)
            step.set(ahead=most)
            yield Waiting(ahead)
