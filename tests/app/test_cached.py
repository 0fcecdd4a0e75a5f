"""Answers given before: given again to the same question, and dropped with their documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from langchain_core.runnables import RunnableConfig

from app.cached import Cached, Kept, normalised
from app.drafting import INSTEAD
from app.tracing.spans import Spans
from app.types import Actor, Answer, Event, Question, Timings, Token, Usage

ASKER = Actor("ada")
DOCUMENTS = frozenset({"rules", "fees"})


class Library:
    """The documents' state, and what each actor may see."""

    def __init__(self) -> None:
        self.changes = 0
        self.allowed = {"ada": DOCUMENTS, "bob": frozenset({"rules"})}

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
        self._library = library

    def ask(
        self, question: Question, config: RunnableConfig | None = None, spans: Spans | None = None
    ) -> Answer:
        raise NotImplementedError

    def stream(
        self, question: Question, config: RunnableConfig | None = None, spans: Spans | None = None
    ) -> Iterator[Event]:
        self.asked.append(question)
        yield Token("At")
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


def test_the_same_question_is_answered_without_a_journey_and_without_tokens() -> None:
    world = World()
    first = world.ask()

    again = world.ask("when does  it open")

    assert world.made == 1
    assert again.text == first.text
    assert again.cached
    assert not first.cached
    assert again.usage == Usage(0, 0)
    assert again.question == again.read_as == "when does  it open"
    assert again.trace_id != first.trace_id


def test_another_question_actor_version_or_day_is_answered_anew() -> None:
    world = World()
    world.ask()
    world.ask("When does it close?")
    world.ask(actor=Actor("bob"))
    world.cached = world.of("v2")
    world.ask()
    world.day = date(2026, 3, 2)
    world.ask()

    assert world.made == 5


@pytest.mark.parametrize(
    "changed",
    [{"collection": "law"}, {"model": "large"}, {"larger": True}, {"hits": 3}],
    ids=["collection", "model", "larger", "hits"],
)
def test_a_question_with_other_options_is_answered_anew(changed: dict[str, object]) -> None:
    world = World()
    world.ask()

    world.cached.ask(replace(Question("When does it open?", ASKER), **changed))  # type: ignore[arg-type]  # fields by name

    assert world.made == 2


def test_no_answer_outlives_a_change_of_the_documents() -> None:
    world = World()
    world.ask()
    world.library.changes += 1

    world.ask()

    assert world.made == 2
    assert len(world.kept) == 1


def test_an_answer_made_while_documents_changed_is_not_kept() -> None:
    world = World()
    world.journey.changes_meanwhile = True
    world.ask()
    world.journey.changes_meanwhile = False

    assert not world.ask().cached


def test_an_answer_given_in_the_place_of_another_model_is_not_kept() -> None:
    world = World()
    world.journey.note = f"big could not be reached; small{INSTEAD}"
    world.ask()

    assert not world.ask().cached


def test_a_stopped_question_leaves_nothing() -> None:
    world = World()
    events = world.cached.stream(Question("When does it open?", ASKER))
    next(iter(events))
    events.close()  # type: ignore[attr-defined]  # it is a generator

    assert not world.ask().cached


def test_the_least_recently_used_goes_first() -> None:
    world = World(most=2)
    world.ask("One?")
    world.ask("Two?")
    world.ask("One?")
    world.ask("Three?")

    assert world.ask("One?").cached
    assert not world.ask("Two?").cached


def test_none_are_kept_where_the_setting_is_zero() -> None:
    world = World(most=0)
    world.ask()

    assert not world.ask().cached


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is it?", "what is  it"),
        ("What\u2019s due?", "what's due"),
        ("Cafe\u0301 hours?", "Caf\u00e9 hours"),
    ],
)
def test_spaces_closing_marks_quotes_and_the_first_letter_do_not_matter(
    one: str, other: str
) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("What is IT?", "What is it?"), ("IT budget?", "it budget?"), ("Is 1.5 due?", "Is 15 due?")],
)
def test_what_may_change_the_answer_is_kept_apart(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)
