"""Answers given before: given again to the same question, and dropped with their documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.answer import LONGEST_QUESTION
from app.cached import Cached, normalised
from app.drafting import INSTEAD
from app.types import Actor, Question, Usage
from tests.app.caching import ASKER, DOCUMENTS, World


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

    assert world.journey.left == 1
    assert not world.ask().cached


def test_nobody_is_given_what_another_was_answered_from_the_same_documents() -> None:
    world = World()
    world.ask()

    assert not world.ask(actor=Actor("eve")).cached


def test_a_kept_answer_to_a_follow_up_says_how_it_was_read() -> None:
    world = World()
    before = ("What did the ferry cost in 2018?",)
    world.cached.ask(Question("and in 2019?", ASKER, earlier=before))

    again = world.cached.ask(Question("And in  2019?", ASKER, earlier=before))

    assert again.cached
    assert again.question == "And in  2019?"
    assert again.read_as == "What did the ferry cost in 2019?"
    assert not world.cached.ask(Question("What did the ferry cost in 2019?", ASKER)).cached


def test_a_question_that_is_too_long_is_not_looked_at() -> None:
    world = World()
    long = "w" * (LONGEST_QUESTION + 1)
    world.cached.ask(Question(long, ASKER))

    assert not world.cached.ask(Question(long, ASKER)).cached


def test_documents_that_change_while_they_are_looked_up_leave_no_answer_under_their_old_set() -> (
    None
):
    world = World()

    def changing(question: Question) -> frozenset[str]:
        world.library.changes += 1
        return DOCUMENTS

    cached = Cached(world.journey, world.kept, changing, "v1", lambda: world.day)
    cached.ask(Question("When does it open?", ASKER))

    assert len(world.kept) == 0


def test_an_answer_goes_with_the_chat_that_it_stands_in() -> None:
    world = World()
    first = world.ask()
    world.ask("When does it close?")

    world.kept.forget([first.trace_id])

    assert not world.ask().cached
    assert world.ask("When does it close?").cached


def test_no_text_waits_in_memory_once_a_document_is_forgotten_or_has_another_id() -> None:
    world = World()
    world.ask()
    world.kept.forget_document("rules")
    assert len(world.kept) == 0

    world.ask()
    world.kept.follow("rules", "rules-2")
    assert len(world.kept) == 0


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
    [
        ("What is IT?", "What is it?"),
        ("IT budget?", "it budget?"),
        ("Is 1.5 due?", "Is 15 due?"),
        ("Bill of Holm?", "bill of Holm?"),
    ],
)
def test_what_may_change_the_answer_is_kept_apart(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)
