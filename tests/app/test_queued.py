from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from langchain_core.runnables import RunnableConfig

from app.engine.turns import Turns
from app.queued import Queued
from app.tracing.spans import Spans
from app.types import Actor, Answer, Event, Found, Question, Waiting
from indexes.errors import BusyError, QuestionError
from tests.app.cli.fakes import FakeJourney

ACTOR = Actor("local")


class Slow:
    """A journey that waits until it is let go, and notes whose question it makes."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.begun: list[str] = []
        self.left: list[str] = []

    def ask(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Answer:
        *_, answer = self.stream(question, config, spans)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Iterator[Event]:
        self.begun.append(question.text)
        try:
            yield Found((), question.text)
            assert self.go.wait(20)
            yield FakeJourney().ask(question)
        finally:
            self.left.append(question.text)


def question(text: str, asker: str = "") -> Question:
    return Question(text, ACTOR, asker=asker)


def test_first_question_does_not_wait() -> None:
    slow = Slow()
    assert next(iter(Queued(slow, Turns()).stream(question("a")))) == Found((), "a")


def test_second_question_waits_and_is_told_how_many_are_before_it() -> None:
    slow = Slow()
    queued = Queued(slow, Turns())
    first = queued.stream(question("a", "ann"))
    next(iter(first))
    second = iter(queued.stream(question("b", "bob")))
    assert next(second) == Waiting(1)
    slow.go.set()
    assert isinstance(list(first)[-1], Answer)
    later = list(second)
    assert isinstance(later[-1], Answer)
    assert slow.begun == ["a", "b"]


def test_question_that_is_given_up_while_it_waits_is_never_begun() -> None:
    slow = Slow()
    turns = Turns()
    queued = Queued(slow, turns)
    first = queued.stream(question("a"))
    next(iter(first))
    second = queued.stream(question("b", "bob"))
    next(iter(second))
    second.close()  # type: ignore[attr-defined]  # an Iterator by its type, a generator by nature
    assert turns.waiting() == 0
    assert slow.begun == ["a"]


def test_question_that_is_given_up_amid_its_answer_lets_the_next_one_begin() -> None:
    slow = Slow()
    turns = Turns()
    queued = Queued(slow, turns)
    first = queued.stream(question("a"))
    next(iter(first))
    second = iter(queued.stream(question("b", "bob")))
    assert next(second) == Waiting(1)
    first.close()  # type: ignore[attr-defined]  # as above
    assert slow.left == ["a"]
    assert next(second) == Found((), "b")


def test_too_many_waiting_are_refused_and_the_others_served() -> None:
    slow = Slow()
    queued = Queued(slow, Turns(1, 1))
    first = queued.stream(question("a"))
    next(iter(first))
    second = iter(queued.stream(question("b", "bob")))
    next(second)
    with pytest.raises(BusyError, match="try again"):
        next(iter(queued.stream(question("c", "cem"))))
    slow.go.set()
    list(first)
    assert isinstance(list(second)[-1], Answer)


def test_error_of_the_journey_frees_the_place() -> None:
    class Broken(Slow):
        def stream(
            self,
            question: Question,
            config: RunnableConfig | None = None,
            spans: Spans | None = None,
        ) -> Iterator[Event]:
            raise QuestionError("The question is empty; type one.")
            yield

    turns = Turns()
    queued = Queued(Broken(), turns)
    for _ in range(2):
        with pytest.raises(QuestionError):
            queued.ask(question(""))
    with turns.take("next") as turn:
        assert turns.ahead(turn) == 0


def test_wait_is_a_step_that_ends_before_the_journey_begins() -> None:
    slow, spans, others = Slow(), Spans(), Spans()
    queued = Queued(slow, Turns())
    first = queued.stream(question("a", "ann"), None, others)
    next(iter(first))
    second = iter(queued.stream(question("b", "bob"), None, spans))
    assert next(second) == Waiting(1)
    assert spans.done() == ()
    slow.go.set()
    list(first)
    list(second)
    assert [(each.name, each.attributes) for each in spans.done()] == [("queue", (("ahead", 1),))]
    assert [each.attributes for each in others.done()] == [(("ahead", 0),)]


def test_wait_that_is_given_up_is_a_step_that_has_ended() -> None:
    slow, spans = Slow(), Spans()
    queued = Queued(slow, Turns())
    first = queued.stream(question("a"))
    next(iter(first))
    second = queued.stream(question("b", "bob"), None, spans)
    next(iter(second))
    second.close()  # type: ignore[attr-defined]  # as above
    assert [each.name for each in spans.done()] == ["queue"]
