from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.runnables import RunnableConfig

from app.budgets.ledger import Ledger
from app.budgets.metered import Metered
from app.budgets.quotas import Quotas
from app.settings import Settings
from app.tracing.spans import Spans
from app.types import Actor, Answer, Event, Found, Question, Token, Usage
from indexes.errors import QuotaError
from tests.app.budgets.spending import Clock, trace
from tests.app.ui.fakes import answer

QUESTION = Question("How many days of leave?", Actor("ann"))


class Scripted:
    """Answers with what it is given, and notes what it was asked and whether it was left."""

    def __init__(self, reply: Answer) -> None:
        self.reply = reply
        self.asked: list[tuple[Question, RunnableConfig | None, Spans | None]] = []
        self.left = 0

    def ask(
        self, question: Question, config: RunnableConfig | None = None, spans: Spans | None = None
    ) -> Answer:
        self.asked.append((question, config, spans))
        return self.reply

    def stream(
        self, question: Question, config: RunnableConfig | None = None, spans: Spans | None = None
    ) -> Iterator[Event]:
        self.asked.append((question, config, spans))
        try:
            yield Found(())
            yield Token("Staff")
            yield self.reply
        finally:
            self.left += 1


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "operations.sqlite3")


def reply(tokens: int, cached: bool = False) -> Answer:
    noted = replace(answer(QUESTION.text), notes=("Read as a question on leave.",))
    return replace(noted, usage=Usage(tokens, 0), cached=cached)


def metered(journey: Scripted, ledger: Ledger, limit: int = 1000) -> Metered:
    settings = replace(Settings(), user_tokens_a_day=limit)
    return Metered(journey, Quotas(ledger, settings, Clock()))


def test_answers_pass_unchanged_while_there_is_plenty(ledger: Ledger) -> None:
    journey = Scripted(reply(100))
    found = metered(journey, ledger)

    assert found.ask(QUESTION) is journey.reply
    assert list(found.stream(QUESTION)) == [Found(()), Token("Staff"), journey.reply]


def test_question_config_and_spans_are_passed_on(ledger: Ledger) -> None:
    journey, config, spans = Scripted(reply(1)), RunnableConfig(tags=["x"]), Spans()
    found = metered(journey, ledger)
    found.ask(QUESTION, config, spans)
    list(found.stream(QUESTION, config, spans))

    assert journey.asked == [(QUESTION, config, spans)] * 2


def test_answer_near_the_end_carries_one_note_more(ledger: Ledger) -> None:
    ledger.listen(trace(700))
    found = metered(Scripted(reply(100)), ledger)

    asked, *_, streamed = found.ask(QUESTION), *found.stream(QUESTION)
    assert streamed == asked
    assert asked.notes == (
        "Read as a question on leave.",
        "80\u202f% of your quota for today is used (800 of 1,000 tokens); "
        "it begins anew on 23 November 2026, 00:00 UTC.",
    )


def test_answer_from_the_cache_costs_nothing(ledger: Ledger) -> None:
    ledger.listen(trace(700))

    assert len(metered(Scripted(reply(100, cached=True)), ledger).ask(QUESTION).notes) == 1


def test_nothing_is_asked_once_the_quota_is_used_up(ledger: Ledger) -> None:
    ledger.listen(trace(1000))
    journey = Scripted(reply(100))
    found = metered(journey, ledger)

    with pytest.raises(QuotaError, match="used up"):
        found.ask(QUESTION)
    with pytest.raises(QuotaError, match="used up"):
        next(iter(found.stream(QUESTION)))
    assert journey.asked == []


def test_ledger_that_cannot_be_read_costs_no_answer(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def damaged(*_: object) -> int:
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr(ledger, "used", damaged)
    journey = Scripted(reply(100))
    found = metered(journey, ledger)

    assert found.ask(QUESTION) is journey.reply
    assert list(found.stream(QUESTION))[-1] is journey.reply
    assert "nobody is refused" in caplog.text


def test_question_that_has_begun_is_answered_though_the_quota_ends_meanwhile(
    ledger: Ledger,
) -> None:
    events = iter(metered(Scripted(reply(100)), ledger).stream(QUESTION))
    next(events)
    ledger.listen(trace(1000))

    *_, last = events
    assert isinstance(last, Answer)
    assert "No more questions are answered" in last.notes[-1]


def test_question_that_is_given_up_is_given_up_inside(ledger: Ledger) -> None:
    journey = Scripted(reply(100))
    events = metered(journey, ledger).stream(QUESTION)
    next(iter(events))
    events.close()  # type: ignore[attr-defined]  # a generator, as `Answers.stream` says

    assert journey.left == 1
