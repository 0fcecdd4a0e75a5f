"""A journey that is made within the quotas alone."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace

from langchain_core.runnables import RunnableConfig

from app.budgets.quotas import Quotas
from app.queued import Answers
from app.tracing.spans import Spans
from app.types import Answer, Event, Question


class Metered:
    """Refuses questions of users without tokens left, and warns those who have few.

    Whether an answer waits in the cache is not known before: where a quota is used up, that is
    refused too. Answers from the cache use nothing.
    """

    def __init__(self, journey: Answers, quotas: Quotas) -> None:
        self._journey = journey
        self._quotas = quotas

    def ask(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Answer:
        """As `Answers.ask`. Raises QuotaError too."""
        self._quotas.admit(question.actor)
        return self._noted(question, self._journey.ask(question, config, spans))

    def stream(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Iterator[Event]:
        """As `Answers.stream`. Raises QuotaError before the first event."""
        self._quotas.admit(question.actor)
        events = self._journey.stream(question, config, spans)
        try:
            for event in events:
                yield self._noted(question, event) if isinstance(event, Answer) else event
        finally:
            if isinstance(events, Generator):
                events.close()

    def _noted(self, question: Question, answer: Answer) -> Answer:
        """The answer with one note more, where a limit is near."""
        usage = answer.usage
        tokens = 0 if answer.cached else usage.prompt_tokens + usage.completion_tokens
        note = self._quotas.note(question.actor, tokens)
        return replace(answer, notes=(*answer.notes, note)) if note else answer
