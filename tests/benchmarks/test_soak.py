from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from app.settings import Settings
from app.tracing.types import Trace
from benchmarks.deck import Deck, Shares
from benchmarks.memory_trend import Sample
from benchmarks.office import questions_for
from benchmarks.questioner import Place, Questioner
from benchmarks.soak import Tally, ask_all, memory_told, soak, told
from benchmarks.soak_checks import Check, Told, check
from indexes.errors import LibraryError
from tests.benchmarks.scripted import ScriptedFootnote

MIXED = Shares(again=0.3, absent=0.1, follow=0.1, stopped=0.15, empty=0.15)
NAMES = ("anna", "bram", "carla")


@pytest.fixture
def footnote(tmp_path: Path) -> ScriptedFootnote:
    return ScriptedFootnote(Settings(home=tmp_path))


def asked(footnote: ScriptedFootnote, questions: int) -> tuple[Tally, Told]:
    """Questions by three people at once, and what Footnote tells of them."""
    since, dice, tally = datetime.now(UTC), Random(3), Tally(questions)
    place = Place(footnote.journey, footnote.records, footnote.metrics, lambda: datetime.now(UTC))
    people = [
        Questioner(place, name, Deck(questions_for(name), Random(name), MIXED), Random(name))
        for name in NAMES
    ]
    ask_all(people, 0.0, dice, tally)
    return tally, told(footnote, since)


def faults(checks: list[Check]) -> dict[str, int]:
    return {each.name: len(each.faults) for each in checks if each.faults}


def test_questions_by_several_people_at_once_add_up(footnote: ScriptedFootnote) -> None:
    tally, known = asked(footnote, 60)
    assert not tally.faults
    assert len(tally.seen) == len(known.traces) == 60
    outcomes = {each.outcome for each in tally.seen}
    assert outcomes == {"answered", "abstained", "stopped", "refused"}
    assert any(each.cached for each in tally.seen)
    assert {each.liked for each in tally.seen} == {True, False, None}
    assert faults(check(tally.seen, known)) == {}


def test_lost_trace_is_found(footnote: ScriptedFootnote) -> None:
    tally, known = asked(footnote, 20)
    lost = next(each for each in known.traces if each.row.outcome == "answered")
    fewer = replace(known, traces=[each for each in known.traces if each is not lost])
    assert faults(check(tally.seen, fewer)).keys() == {
        "one trace a question", "each answer's trace", "/metrics", "ledger",
    }  # fmt: skip


def test_trace_that_lacks_a_step_or_tokens_is_found(footnote: ScriptedFootnote) -> None:
    tally, known = asked(footnote, 20)
    whole = next(each for each in known.traces if each.row.outcome == "answered")
    maimed = replace(whole, spans=whole.spans[:2])
    traces: list[Trace] = [maimed if each is whole else each for each in known.traces]
    assert faults(check(tally.seen, replace(known, traces=traces))) == {
        "steps complete": 2, "tokens add up": 1,
    }  # fmt: skip


def test_question_counted_twice_is_found(footnote: ScriptedFootnote) -> None:
    tally, known = asked(footnote, 20)
    footnote.metrics.listen(known.traces[0])
    text = footnote.metrics.text().decode()
    assert faults(check(tally.seen, replace(known, text=text))).keys() == {"/metrics"}


def test_answer_that_was_not_saved_is_found(footnote: ScriptedFootnote) -> None:
    tally, known = asked(footnote, 20)
    assert faults(check(tally.seen, replace(known, saved=known.saved[1:]))) == {"records": 1}


def test_step_that_never_ended_is_found(footnote: ScriptedFootnote) -> None:
    tally, known = asked(footnote, 20)
    seen = [replace(tally.seen[0], begun=tally.seen[0].begun + 1), *tally.seen[1:]]
    assert faults(check(seen, known)) == {"every step ended": 1}


def test_whole_soak_prints_that_it_adds_up(
    footnote: ScriptedFootnote, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = argparse.Namespace(seed=1, users=2, questions=20, pause=0.0, samples=None)
    assert soak(footnote, arguments)
    printed = capsys.readouterr().out
    assert printed.startswith("20 questions in ")
    assert printed.rstrip().endswith("adds up")


def test_home_that_was_asked_before_is_refused(footnote: ScriptedFootnote) -> None:
    asked(footnote, 10)
    arguments = argparse.Namespace(seed=1, users=2, questions=20, pause=0.0, samples=None)
    with pytest.raises(LibraryError, match="asked already"):
        soak(footnote, arguments)


def test_growing_memory_is_told(footnote: ScriptedFootnote) -> None:
    steady = [Sample(number, number, 700.0, 600.0, 300.0, 200.0) for number in range(100)]
    leaking = [replace(each, worker_resident=300.0 + each.questions) for each in steady]
    assert memory_told(steady, 40)[1]
    text, flat = memory_told(leaking, 40)
    assert not flat
    assert "grows" in text


def test_error_that_no_page_shows_ends_one_person_alone(footnote: ScriptedFootnote) -> None:
    class Broken(Questioner):
        def ask(self) -> None:  # type: ignore[override]  # raises
            raise RuntimeError("out of order")

    place = Place(footnote.journey, footnote.records, footnote.metrics, lambda: datetime.now(UTC))
    decks = [Deck(questions_for(name), Random(1)) for name in NAMES[:2]]
    broken = Broken(place, "anna", decks[0], Random(1))
    sound = Questioner(place, "bram", decks[1], Random(1))
    tally = Tally(10)
    ask_all([broken, sound], 0.0, Random(1), tally)
    assert tally.faults == ["anna: RuntimeError('out of order')"]
    assert {each.person for each in tally.seen} == {"bram"}
