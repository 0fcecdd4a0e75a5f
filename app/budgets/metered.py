"""A journey that is made within the quotas alone."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Generator, Iterator
from dataclasses import replace

from langchain_core.runnables import RunnableConfig

from app.budgets.quotas import Quotas
from app.queued import Answers
from app.tracing.spans import Spans
from app.types import Answer, Event, Question
from indexes.errors import LibraryError

log = logging.getLogger(__name__)


class Metered(Answers):
    """Refuses questions of users without tokens left, and warns those who have few.

    Whether an answer waits in the cache is not known before: where a quota is used up, that is
    refused too. Answers from the cache use nothing. Where the ledger cannot be read, as on a
    damaged disk, everybody is answered, and the log says why.
    """

    def __init__(self, journey: Answers, quotas: Quotas) -> None:
        self._journey = journey
        self._quotas = quotas

    def stream(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Iterator[Event]:
        """As `Answers.stream`. Raises QuotaError before the first event."""
        self._admit(question)
        events = self._journey.stream(question, config, spans)
        try:
            for event in events:
                yield self._noted(question, event) if isinstance(event, Answer) else event
        finally:
            if isinstance(events, Generator):
                events.close()

    def _admit(self, question: Question) -> None:
        try:
            self._quotas.admit(question.actor)
        except (LibraryError, sqlite3.Error) as error:
            log.warning("What users have used is not known, so nobody is refused: %s", error)

    def _noted(self, question: Question, answer: Answer) -> Answer:
        """The answer with one note more, where a limit is near."""
        usage = answer.usage
        tokens = 0 if answer.cached else usage.prompt_tokens + usage.completion_tokens
        try:
            note = self._quotas.note(question.actor, tokens)
        except (LibraryError, sqlite3.Error) as error:
            log.warning("Whether a quota is near its end is not known: %s", error)
            return answer
        return replace(answer, notes=(*answer.notes, note)) if note else answer
