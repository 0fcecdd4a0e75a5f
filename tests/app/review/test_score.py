from __future__ import annotations

from dataclasses import replace

import pytest

from app.records import Opinion
from app.review.score import MOST_REPETITION, repeated, score
from app.tracing.types import Counts, Row, Shape
from app.types import Complaint
from tests.app.cli.fakes import NOON

ROW = Row("t1", NOON, "ada", "s1", "answered", counts=Counts(supported=2))


def opinion(complaint: Complaint | None, liked: bool = False, correction: str = "") -> Opinion:
    return Opinion("ada", "t1", liked, complaint, correction, NOON)


def points(row: Row, *opinions: Opinion) -> float:
    return score(row, opinions).points


def test_good_answer_does_not_wait() -> None:
    assert score(ROW, ()).reasons == ()
    assert points(ROW) == 0
    assert points(ROW, opinion(None, liked=True)) == 0


def test_grave_complaints_come_before_others_and_slowness_last() -> None:
    found = [points(ROW, opinion(each)) for each in ("wrong", "incomplete", "slow", None)]
    assert found == [6, 4, 1, 4]
    assert points(ROW, opinion("not in source")) == 6


def test_thumb_down_outweighs_what_the_check_sees() -> None:
    unsupported = replace(ROW, counts=Counts(unsupported=4))
    assert points(ROW, opinion("incomplete")) > points(unsupported) == 3


def test_more_people_and_a_correction_add() -> None:
    assert points(ROW, opinion("wrong"), opinion("other")) == 7
    assert points(ROW, opinion("wrong", correction="30 days")) == 8
    assert points(ROW, opinion("slow"), opinion("slow")) == 1


def test_unsupported_counts_by_its_share_and_weak_half_of_it() -> None:
    assert points(replace(ROW, counts=Counts(3, 0, 1))) == 0.75
    assert points(replace(ROW, counts=Counts(3, 1, 0))) == 0.375


def test_failure_waits_with_the_error_named() -> None:
    found = score(replace(ROW, outcome="failed", error="EngineError"), ())
    assert (found.points, found.reasons) == (3, ("Failed: EngineError.",))


@pytest.mark.parametrize("outcome", ["abstained", "stopped", "refused"])
def test_abstention_waits_only_with_an_opinion(outcome: str) -> None:
    row = replace(ROW, outcome=outcome, counts=Counts(), shape=Shape(similarity=0.1))  # type: ignore[arg-type]  # parametrised over Outcome
    assert points(row) == 0
    assert points(row, opinion(None)) == 4
    assert points(row, opinion(None, liked=True, correction="On 24 December.")) == 0.1


def test_answer_without_a_similar_passage_waits() -> None:
    found = score(replace(ROW, shape=Shape(similarity=0.21)), ())
    assert found.reasons == ("Low support: best similarity 0.21.",)
    assert points(replace(ROW, shape=Shape(similarity=0.0))) == 0


def test_thumbs_up_takes_off_but_never_out() -> None:
    unsupported = replace(ROW, counts=Counts(0, 0, 1))
    assert points(unsupported, opinion(None, liked=True)) == 1
    assert points(replace(ROW, counts=Counts(3, 0, 1)), opinion(None, liked=True)) == 0.1


def test_reasons_are_words_the_gravest_first() -> None:
    row = replace(ROW, counts=Counts(0, 2, 2))
    assert score(row, (opinion("wrong", correction="30 days"),)).reasons == (
        "Thumbs down: wrong.",
        "Corrected by who asked.",
        "2 of 4 sentences unsupported.",
        "2 of 4 sentences weak.",
    )


def test_repetition_adds_less_and_less() -> None:
    assert [repeated(n) for n in (1, 2, 4)] == [0, 1, 2]
    assert repeated(10**6) == MOST_REPETITION
