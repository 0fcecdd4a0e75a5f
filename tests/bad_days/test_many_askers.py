"""Fifty people ask at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from app.build import Footnote
from app.types import Answer, Event, Question, Waiting
from indexes.errors import BusyError
from tests.bad_days.house import QUESTION, RIGHT, House, asked, local

pytestmark = pytest.mark.model

ASKERS = 50


def begun(footnote: Footnote, asker: int) -> tuple[Iterator[Event], Event]:
    """A question on its way, and what its asker hears first."""
    events = footnote.journey.stream(Question(QUESTION, footnote.actor, asker=f"asker {asker}"))
    return events, next(events)


def test_all_are_answered_in_the_order_in_which_they_came(footnote: Footnote) -> None:
    order: list[int] = []
    answers: dict[int, str] = {}

    def listen(asker: int, events: Iterator[Event]) -> None:
        *_, answer = events
        assert isinstance(answer, Answer)
        order.append(asker)
        answers[asker] = answer.text

    waiting = [begun(footnote, asker) for asker in range(ASKERS)]
    heard = [event for _, event in waiting[1:]]
    assert heard == [Waiting(ahead) for ahead in range(1, ASKERS)]
    threads = [
        threading.Thread(target=listen, args=(asker, events))
        for asker, (events, _) in enumerate(waiting)
    ]
    for thread in reversed(threads):
        thread.start()
    for thread in threads:
        thread.join()
    assert order == list(range(ASKERS))
    assert all(RIGHT in text for text in answers.values())


def test_those_beyond_the_bound_are_refused_at_once_and_all_others_answered(house: House) -> None:
    footnote = house.opened(questions_waiting=10)
    waiting, refused = [], []
    for asker in range(ASKERS):
        try:
            waiting.append(begun(footnote, asker)[0])
        except BusyError as error:
            refused.append(str(error))
    assert refused == ["10 questions are waiting already; try again in a minute."] * 39
    for events in waiting:
        *_, answer = events
        assert isinstance(answer, Answer)
        assert RIGHT in answer.text
    assert RIGHT in asked(footnote).text
    local(footnote).close()
