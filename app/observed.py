"""What answers questions, observed: each question leaves one trace, however it ends."""

from __future__ import annotations

import logging
import sqlite3
import time
import uuid
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import cast

from langchain_core.runnables import RunnableConfig

from app.answer import LONGEST_QUESTION
from app.queued import Answers
from app.shapes import shape
from app.tracing.account import Pricing, free, hits_of, made_of, passed_over, spent_of
from app.tracing.spans import Spans
from app.tracing.types import PASSED_OVER, Counts, Outcome, Row, Shape, Spent, Trace
from app.types import Answer, Event, Found, Question, Token
from indexes.errors import BusyError, FootnoteError, QuestionError, QuotaError
from indexes.types import Hit

log = logging.getLogger(__name__)

COMMAND = "command"
"""The session of a question that comes from no browser."""

REFUSALS = (QuestionError, BusyError, QuotaError)

Listener = Callable[[Trace], None]
Shapes = Callable[[Question, Sequence[Hit]], Shape]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Observed(Answers):
    """Tells listeners the trace of each question. May be shared between threads."""

    def __init__(
        self,
        journey: Answers,
        listeners: Sequence[Listener],
        shapes: Shapes = shape,
        now: Callable[[], datetime] = _utc_now,
        pricing: Pricing = free,
    ) -> None:
        """listeners: called one after another in the question's thread, before its Answer is given
        on; one that raises is logged and costs nobody anything. shapes: a question's figures; where
        it raises, those of `app.shapes` stand in. now: the clock, with a zone. pricing: what tokens
        cost by the model's label (`app.cost.priced`).
        """
        self._journey = journey
        self._listeners = tuple(listeners)
        self._shapes = shapes
        self._now = now
        self._pricing = pricing

    def stream(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Iterator[Event]:
        """As `Answers.stream`. The trace is told before the Answer comes, so that whatever is done
        with the answer finds it.
        """
        watch = _Watch(question, self._now(), spans or Spans())
        try:
            # a generator by nature, as all of them: it is to end before its trace is made
            steps = cast(Generator[Event], self._journey.stream(question, config, watch.spans))
            with closing(steps):
                for event in steps:
                    watch.saw(event)
                    if isinstance(event, Answer):
                        self._tell(watch, event.status)
                    yield event
        except Exception as error:
            refused = isinstance(error, REFUSALS)
            self._tell(watch, "refused" if refused else "failed", type(error).__name__)
            raise
        finally:
            self._tell(watch, "stopped")

    def _tell(self, watch: _Watch, outcome: Outcome, error: str = "") -> None:
        """The trace to all listeners, once."""
        if watch.told:
            return
        watch.told = True
        try:
            trace = self._trace(watch, outcome, error)
        except Exception:
            log.exception("A question's trace could not be made.")
            return
        for listener in self._listeners:
            try:
                listener(trace)
            except (FootnoteError, sqlite3.Error, OSError) as fault:  # as on a full disk
                log.warning("Trace %s is not complete: %s", trace.row.trace_id, fault)
            except Exception:
                log.exception("Trace %s was not taken by %r.", trace.row.trace_id, listener)

    def _shape(self, question: Question, hits: Sequence[Hit]) -> Shape:
        try:
            return self._shapes(question, hits)
        except (FootnoteError, sqlite3.Error, OSError) as error:
            log.warning("A question's topic is not known: %s", error)
            return shape(question, hits)
        except Exception:
            log.exception("A question's topic is not known.")
            return shape(question, hits)

    def _trace(self, watch: _Watch, outcome: Outcome, error: str) -> Trace:
        question, answer = watch.question, watch.answer
        spans = watch.spans.done()
        row = Row(
            trace_id=answer.trace_id if answer else uuid.uuid4().hex,
            started_at=watch.started_at,
            actor=question.actor.id,
            session=question.asker or COMMAND,
            outcome=outcome,
            error=error or (PASSED_OVER if passed_over(spans) else ""),
            made=made_of(question, answer, spans),
            spent=spent_of(answer, spans, watch.so_far(), self._pricing),
            counts=_counts(answer),
            shape=self._shape(question, watch.hits),
            question=question.text[:LONGEST_QUESTION],
            answer=answer.text if answer else "",
        )
        return Trace(row, spans, hits_of(watch.hits, answer))


class _Watch:
    """One question, watched while it is answered."""

    def __init__(self, question: Question, started_at: datetime, spans: Spans) -> None:
        self.question = question
        self.started_at = started_at
        self.spans = spans
        self.hits: tuple[Hit, ...] = ()
        self.answer: Answer | None = None
        self.told = False
        self._first_ms = 0.0
        self._began = time.perf_counter()
        self._cpu = time.process_time()

    def saw(self, event: Event) -> None:
        """Note what an event tells."""
        if isinstance(event, Found):
            self.hits = event.hits
        elif isinstance(event, Token) and event.text:
            self._first_ms = self._first_ms or self._elapsed()
        elif isinstance(event, Answer):
            self.answer = event
            self._first_ms = (
                self._first_ms or self._elapsed()
            )  # its text is the first that is shown

    def so_far(self) -> Spent:
        """Times until now; cpu_s with that of the waiting for one's turn."""
        cpu_s = time.process_time() - self._cpu
        return Spent(first_ms=self._first_ms, total_ms=self._elapsed(), cpu_s=cpu_s)

    def _elapsed(self) -> float:
        return round((time.perf_counter() - self._began) * 1000, 3)


def _counts(answer: Answer | None) -> Counts:
    verdicts = [each.verdict for each in answer.sentences] if answer else []
    return Counts(
        verdicts.count("supported"), verdicts.count("weak"), verdicts.count("unsupported")
    )
