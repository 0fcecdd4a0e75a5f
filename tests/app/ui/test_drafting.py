"""What the page says while an answer is in the making."""

from __future__ import annotations

from itertools import count
from typing import cast

import pytest
import streamlit as st

from app.build import Footnote
from app.types import Actor, Found, Question, Reading, Token, Waiting
from app.ui import drafting, markup
from app.ui.drafting import SEARCHING, Draft, waiting
from tests.app.ui.fakes import FakeFootnote, armed, hit, listing
from tests.app.ui.test_ask import HOSTILE

FOUND = Found((hit(listing("a.md")), hit(listing("b.md"))), "How many?")


class Ended(BaseException):
    """How Streamlit ends a script whose Stop button was pressed."""


class Place:
    """A place on the page. drawn: all that was shown there. stop_at: the drawing that ends it."""

    def __init__(self, stop_at: int = 1000) -> None:
        self.drawn: list[str] = []
        self.stop_at = stop_at

    def markdown(self, text: str) -> None:
        self.drawn.append(text)
        if len(self.drawn) >= self.stop_at:
            raise Ended


def after(*events: Waiting | Found | Reading | Token) -> Draft:
    """A draft that was told these, a second apart."""
    draft = Draft("How many?", clock=count(0.0, 1.0).__next__)
    for event in events:
        draft.take(event)
    return draft


def line(*said: str) -> str:
    return markup.quiet(" ".join(said))


def streamed(
    footnote: FakeFootnote, monkeypatch: pytest.MonkeyPatch, stop_at: int = 1000
) -> tuple[list[str], list[str]]:
    """What was drawn above the draft, and the drafts, until the answer or the stop."""
    status, place = Place(stop_at), Place()
    places = iter((status, place))
    monkeypatch.setattr(st, "empty", lambda: next(places))
    monkeypatch.setattr(st, "button", lambda *_, **__: False)
    question = Question("How many?", Actor("local"))
    try:
        drafting.stream(cast("Footnote", footnote), question)
    except Ended:
        assert stop_at < 1000
    return status.drawn, place.drawn


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (1, "One question before yours\u2026"),
        (2, "2 questions before yours\u2026"),
        (1200, "1,200 questions before yours\u2026"),
    ],
)
def test_the_place_in_the_queue_is_told_in_words(ahead: int, said: str) -> None:
    assert waiting(ahead) == said


def test_the_place_in_the_queue_replaces_the_one_before_and_goes_when_the_turn_comes() -> None:
    draft = after(Waiting(2), Waiting(1))
    assert draft.status == markup.quiet("One question before yours\u2026")

    draft.take(FOUND)
    assert draft.status == line("Found 2 passages in 2 documents.", "Reading\u2026")


def test_who_waits_with_the_evidence_found_keeps_seeing_it() -> None:
    said = line("Found 2 passages in 2 documents.", "3 questions before yours\u2026")
    assert after(FOUND, Waiting(3)).status == said


def test_a_long_prompt_shows_how_far_it_is_read() -> None:
    draft = after(FOUND, Reading(100, 1000), Reading(600, 1000))
    assert draft.doing == "Reading the passages: 60\u202f%"

    draft.take(Reading(1000, 1000))
    assert draft.doing == "Reading the passages: 60\u202f%"


def test_a_prompt_that_is_read_within_a_second_shows_no_share() -> None:
    draft = Draft("How many?", clock=count(0.0, 0.1).__next__)
    draft.take(FOUND)
    for done in range(100, 1000, 100):
        draft.take(Reading(done, 1000))
    assert draft.doing == "Reading\u2026"


def test_reading_begins_anew_after_another_wait() -> None:
    draft = after(FOUND, Reading(100, 1000), Reading(600, 1000), Waiting(1), Reading(1, 1000))
    assert draft.doing == "Reading\u2026"


@pytest.mark.parametrize("event", [Reading(400, 400), Reading(0, 0), Reading(-1, 5)])
def test_a_prompt_read_in_one_go_shows_no_share(event: Reading) -> None:
    assert after(Waiting(1), FOUND, event).doing == "Reading\u2026"


def test_the_first_word_ends_the_reading() -> None:
    draft = after(FOUND, Reading(100, 1000), Reading(600, 1000), Token("Staff"))
    assert draft.status == line("Found 2 passages in 2 documents.", "Writing\u2026")


def test_a_draft_that_starts_over_drops_what_came_before() -> None:
    draft = after(FOUND, Token("Half an ans"), Waiting(1), Token("Staff ", anew=True), Token("go."))
    assert draft.text == "Staff go."


def test_nothing_found_is_said_and_nothing_goes_on() -> None:
    assert after(Found(())).status == markup.quiet("Nothing found that fits the question.")


def test_what_was_searched_for_is_inert() -> None:
    assert armed(after(Found((), HOSTILE)).status) == []


def test_every_event_draws_so_that_stop_takes_effect_at_any(
    footnote: FakeFootnote, monkeypatch: pytest.MonkeyPatch
) -> None:
    footnote.journey.before = (Waiting(1), Waiting(1), Reading(1, 9))
    footnote.journey.draft = ("Staff ", "go.")

    status, drafts = streamed(footnote, monkeypatch)

    assert len(status) == 1 + 3 + 1 + 2
    assert status[0] == markup.quiet(SEARCHING)
    assert drafts == [markup.prose("Staff "), markup.prose("Staff go.")]


@pytest.mark.parametrize("stop_at", [2, 3, 4, 5, 6])
def test_stop_ends_the_work_while_waiting_reading_and_writing(
    footnote: FakeFootnote, monkeypatch: pytest.MonkeyPatch, stop_at: int
) -> None:
    footnote.journey.before = (Waiting(2), Waiting(1), Reading(1, 9))

    status, _ = streamed(footnote, monkeypatch, stop_at)

    assert len(status) == stop_at
    assert footnote.journey.closed == 1
