"""Reviewed items as evaluation questions and as training rows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.evaluation.check import check
from app.evaluation.questions import load
from app.review import Judgement
from app.review import questions as evaluation
from app.review import rows as training
from app.review.rows import HELD_SHARE, is_held
from app.tracing.types import TracedHit
from indexes.errors import QuestionError
from indexes.writer import CatalogWriter, Change
from tests.app.cli.fakes import NOON
from tests.app.review.world import LEAVE, PARKING, World, place

PARKED = TracedHit("parking", 0, len(" ".join(PARKING)), 1.2, 0.6, True)
NEAR = TracedHit("leave", 0, len(" ".join(LEAVE[:2])), 1.1, 0.5, False)


def marked(world: World) -> None:
    """An answered, an absent and a placeless item."""
    world.asked("t1", "How many days do trainees get?", hits=[PARKED, NEAR])
    gold = place(world.catalog, LEAVE[2])
    answer = "Trainees get 28 days. It is in the rules.\n28 days"
    world.review.mark("t1", "rita", Judgement("wrong retrieval", answer, gold=(gold,)))
    world.asked("t2", "Who feeds the cat?", hits=[PARKED])
    world.review.mark("t2", "rita", Judgement("wrong answer", absent=True))
    world.asked("t3", "What colour?")
    world.review.mark("t3", "rita", Judgement("wrong answer", "Red"))


def test_questions_are_read_by_the_evaluation(world: World, tmp_path: Path) -> None:
    marked(world)
    found = world.review.questions()
    file = tmp_path / "reviewed.jsonl"
    file.write_text(evaluation.write(found), encoding="utf-8")
    assert load(file) == found
    check(found, world.catalog, world.catalog.ready_ids())
    by_id = {each.id: each for each in found}
    assert by_id["t1"].answers == ("Trainees get 28 days. It is in the rules.", "28 days")
    assert [each.quote for each in by_id["t1"].spans] == [LEAVE[2]]
    assert (by_id["t2"].answerable, by_id["t2"].kind) == (False, "unanswerable")
    assert (by_id["t3"].spans, by_id["t3"].kind) == ((), "wrong answer")


def test_rows_hold_the_gold_window_and_the_wrong_ones(world: World) -> None:
    marked(world)
    by_id = {each.id: each for each in world.review.rows()}
    assert set(by_id) == {"t1", "t2"}  # without a place nothing shows what is right
    row = by_id["t1"]
    assert row.answer == ("Trainees get 28 days.", "It is in the rules.")
    assert [each.quote for each in row.gold] == [LEAVE[2]]
    assert [(each.document, each.gold) for each in row.passages] == [
        ("leave.txt", True),
        ("parking.txt", False),
    ]
    gold, wrong = row.passages
    assert gold.text == " ".join(LEAVE[:5])
    assert gold.text == world.catalog.slice("leave", gold.start, gold.end)
    assert wrong.spoken == "\n".join(PARKING)
    assert (row.kind, row.source, row.refused) == ("wrong retrieval", "reviewed", False)
    refused = by_id["t2"]
    assert (refused.refused, refused.answer, refused.gold) == (True, (), ())
    assert [each.gold for each in refused.passages] == [False]


def test_rows_come_back_from_their_file_equal(world: World, tmp_path: Path) -> None:
    marked(world)
    file = tmp_path / "rows.jsonl"
    file.write_text(training.write(world.review.rows()), encoding="utf-8")
    assert training.load(file) == world.review.rows()


def test_row_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('\n{"id": "t1"}\n', encoding="utf-8")
    with pytest.raises(QuestionError, match=r"rows.jsonl, line 2: not a training row"):
        training.load(file)
    with pytest.raises(QuestionError, match="cannot be read"):
        training.load(tmp_path / "none.jsonl")


def test_places_in_one_window_have_it_once(world: World) -> None:
    world.asked("t1")
    places = tuple(place(world.catalog, each) for each in LEAVE[1:3])
    world.review.mark("t1", "rita", Judgement("wrong answer", "28", gold=places))
    (row,) = world.review.rows()
    assert len([each for each in row.passages if each.gold]) == 1
    assert len(row.gold) == 2


def test_item_whose_document_is_in_the_bin_waits_for_it(world: World) -> None:
    marked(world)
    build_id, embedder = world.catalog.build_id(), world.catalog.embedder()
    writer = CatalogWriter(world.catalog)
    writer.activate(Change(binned=("leave",), at=NOON), build_id, embedder)
    assert {each.id for each in world.review.questions()} == {"t2", "t3"}
    assert {each.id for each in world.review.rows()} == {"t2"}
    writer.activate(Change(returned=("leave",)), build_id, embedder)
    assert {each.id for each in world.review.rows()} == {"t1", "t2"}


def test_question_reviewed_twice_stands_once_as_last_judged(world: World) -> None:
    for trace_id, answer in (("t1", "25 days"), ("t2", "28 days")):
        world.asked(trace_id)
        world.review.mark(trace_id, "rita", Judgement("wrong answer", answer))
        world.clock += timedelta(minutes=1)
    (found,) = world.review.questions()
    assert found.answers == ("28 days",)


def test_split_is_the_same_for_all_spellings_and_close_to_its_share() -> None:
    assert is_held("How many  DAYS?") == is_held("how many days")
    share = sum(is_held(f"Question {n}?") for n in range(4000)) / 4000
    assert abs(share - HELD_SHARE) < 0.03


def test_what_is_learnt_is_never_evaluated_on(world: World) -> None:
    for number in range(12):
        trace_id = f"t{number}"
        world.asked(trace_id, f"How many days {number}?")
        world.review.mark(trace_id, "rita", Judgement("right"))
    held = {each.id for each in world.review.questions(held=True)}
    learnt = {each.id for each in world.review.rows() if not each.held}
    assert held
    assert learnt
    assert not held & learnt
    assert held | learnt == {each.id for each in world.review.questions()}
    assert learnt == {each.id for each in world.review.questions(held=False)}
