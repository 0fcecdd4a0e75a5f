from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from app.records import Records
from app.types import Actor, Complaint, Feedback
from indexes.db import connect
from indexes.errors import LibraryError
from tests.app.cli.fakes import NOON, answer, citation, document

ADA, BOB = Actor("ada"), Actor("bob")
LEAVE, PARKING = document("leave.txt"), document("parking.txt")
LIKED = Feedback("t1", True, None, "", NOON)
WRONG = Feedback("t1", False, "wrong", "It is 30 days 🙂 …", NOON + timedelta(hours=1))


@pytest.fixture
def conversation(records: Records) -> str:
    """Of Ada, with the answers t1 on leave and t2 on parking."""
    started = records.start(ADA, "Days")
    records.save(started, answer(citations=(citation(LEAVE),)))
    records.save(started, answer(citations=(citation(PARKING),), trace_id="t2"))
    return started


def kept(path: Path) -> int:
    count = connect(path).execute("SELECT count(*) FROM feedback").fetchone()[0]
    assert isinstance(count, int)
    return count


@pytest.mark.parametrize("complaint", get_args(Complaint))
def test_feedback_comes_back_equal(
    records: Records, path: Path, conversation: str, complaint: Complaint
) -> None:
    given = Feedback("t1", False, complaint, "It is 30 days.", NOON)
    records.give(ADA, given)
    assert Records(path).feedback(ADA, ["t1", "t2", "unknown"]) == {"t1": given}


def test_feedback_without_a_reason_comes_back_equal(records: Records, conversation: str) -> None:
    disliked = replace(LIKED, liked=False)
    records.give(ADA, disliked)
    assert records.feedback(ADA, ["t1"]) == {"t1": disliked}


def test_half_a_character_in_a_correction_is_stored(records: Records, conversation: str) -> None:
    records.give(ADA, replace(WRONG, correction="a\ud800b"))
    assert records.feedback(ADA, ["t1"])["t1"].correction == "a?b"


def test_giving_again_replaces(records: Records, path: Path, conversation: str) -> None:
    records.give(ADA, WRONG)
    records.give(ADA, LIKED)
    assert records.feedback(ADA, ["t1"]) == {"t1": LIKED}
    assert kept(path) == 1


def test_liked_answer_has_no_complaint(records: Records, conversation: str) -> None:
    with pytest.raises(ValueError, match="no complaint"):
        records.give(ADA, replace(LIKED, complaint="slow"))


def test_feedback_that_is_taken_back_is_gone(records: Records, conversation: str) -> None:
    records.give(ADA, WRONG)
    records.take_back(ADA, "t1")
    records.take_back(ADA, "t1")
    assert records.feedback(ADA, ["t1"]) == {}


def test_no_answers_have_no_feedback(records: Records, conversation: str) -> None:
    records.give(ADA, WRONG)
    assert records.feedback(ADA, []) == {}


def test_many_answers_are_looked_up_at_once(records: Records, conversation: str) -> None:
    records.give(ADA, LIKED)
    assert records.feedback(ADA, ["t1", *(f"x{n}" for n in range(40_000))]) == {"t1": LIKED}


def test_another_actors_answer_does_not_exist(
    records: Records, path: Path, conversation: str
) -> None:
    records.give(ADA, WRONG)
    messages = []
    for trace_id in ("t1", "t9"):
        with pytest.raises(LibraryError, match="no saved answer") as caught:
            records.give(BOB, replace(LIKED, trace_id=trace_id))
        messages.append(str(caught.value).replace(trace_id, "ID"))
    assert messages[0] == messages[1]
    records.take_back(BOB, "t1")
    assert records.feedback(BOB, ["t1"]) == {}
    assert records.feedback(ADA, ["t1"]) == {"t1": WRONG}
    assert kept(path) == 1


def test_two_actors_say_different_things_of_one_trace(records: Records, conversation: str) -> None:
    records.save(records.start(BOB, "Days"), answer())
    records.give(ADA, WRONG)
    records.give(BOB, LIKED)
    assert records.feedback(ADA, ["t1"]) == {"t1": WRONG}
    assert records.feedback(BOB, ["t1"]) == {"t1": LIKED}


def test_removed_conversation_takes_its_feedback_with_it(
    records: Records, path: Path, conversation: str
) -> None:
    records.give(ADA, WRONG)
    records.forget(conversation, ADA)
    assert kept(path) == 0


def test_answers_that_are_cut_take_their_feedback_with_them(
    records: Records, conversation: str
) -> None:
    records.give(ADA, WRONG)
    records.give(ADA, replace(LIKED, trace_id="t2"))
    records.cut(conversation, ADA, 1)
    assert records.feedback(ADA, ["t1", "t2"]) == {"t1": WRONG}


def test_removed_document_takes_corrections_of_what_quoted_it(
    records: Records, path: Path, conversation: str
) -> None:
    second = replace(WRONG, trace_id="t2")
    for given in (WRONG, second):
        records.give(ADA, given)
    records.forget_document(LEAVE.id)
    blank = replace(WRONG, correction="")
    assert records.feedback(ADA, ["t1", "t2"]) == {"t1": blank, "t2": second}


def test_answers_follow_a_moved_document_with_their_feedback(
    records: Records, conversation: str
) -> None:
    records.give(ADA, WRONG)
    records.follow(LEAVE.id, "new")
    assert records.feedback(ADA, ["t1"]) == {"t1": WRONG}
    records.forget_document("new")
    assert records.feedback(ADA, ["t1"])["t1"].correction == ""
