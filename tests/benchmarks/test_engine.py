from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest
from langchain_core.runnables import RunnableConfig

from app.engine.turns import Turns
from app.queued import Queued
from app.tracing.spans import Spans
from app.types import Actor, Answer, Event, Question, Reading, Token
from benchmarks.engine import PARTS, chosen
from benchmarks.engine_askers import Noted, _Writes
from benchmarks.engine_machine import Side, Sides, _ticks, cpu_s, family, proportional_mb
from indexes.errors import QuestionError

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


def test_all_parts_run_unless_some_are_named() -> None:
    assert chosen("") == list(PARTS)


def test_parts_run_in_their_own_order() -> None:
    assert chosen("cold, first") == ["first", "cold"]


def test_an_unknown_part_is_told_with_those_that_there_are() -> None:
    with pytest.raises(QuestionError, match=r"no part 'colder'; there are: first, .*cold"):
        chosen("first,colder")


def test_processor_time_is_found_behind_any_name() -> None:
    stat = "7 (a) b) S 1 7 7 0 -1 4194304 10 0 0 0 300 45 0 0 20 0 1 0 99"
    assert _ticks(stat) == 345


@LINUX
def test_a_process_is_the_first_of_its_family_and_has_memory_and_time() -> None:
    own = os.getpid()
    assert family(own)[0] == own
    assert cpu_s([own]) > 0
    assert proportional_mb(own) > 1


def test_a_side_runs_in_a_process_of_its_own_and_stays() -> None:
    with Side() as side:
        first = side.run(os.getpid)
        assert first != os.getpid()
        assert side.run(os.getpid) == first


def test_sides_are_begun_when_they_are_named() -> None:
    with Sides() as sides:
        one = sides["one"]
        assert sides["one"] is one
        assert sides["other"] is not one


def test_the_chat_model_writes_when_a_token_follows_its_reading() -> None:
    writes = _Writes()
    events = [Token("The reader's."), Reading(1, 2), Reading(2, 2), Token("")]
    assert [writes(event) for event in events] == [False, False, False, True]


class Journey:
    """Answers at once, by saying nothing."""

    def ask(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Answer:
        raise NotImplementedError

    def stream(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Iterator[Event]:
        yield Token(question.text)


def test_turns_are_noted_in_the_order_in_which_they_begin() -> None:
    noted = Noted(Journey())
    line = Queued(noted, Turns(1))
    for name in ("b", "a"):
        assert list(line.stream(Question(name, Actor("owner"), asker=name))) == [Token(name)]
    assert [name for name, _ in noted.begun] == ["b", "a"]
