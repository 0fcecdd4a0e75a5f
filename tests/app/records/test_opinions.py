"""What whoever runs Footnote sees: the opinions and answers of all people."""

from __future__ import annotations

from datetime import timedelta, timezone
from pathlib import Path

import pytest

from app.records import Records
from app.types import Actor, Feedback
from indexes.db import connect
from indexes.errors import LibraryError
from tests.app.cli.fakes import NOON, answer

ADA, BOB = Actor("ada"), Actor("bob")
EAST = timezone(timedelta(hours=9))


@pytest.fixture
def asked(records: Records) -> Records:
    """Ada has the answer t1, Bob t2."""
    for actor, trace_id in ((ADA, "t1"), (BOB, "t2")):
        records.save(records.start(actor, "Days"), answer(trace_id=trace_id))
    return records


def test_opinions_of_all_people_come_in_order_of_time(asked: Records) -> None:
    asked.give(BOB, Feedback("t2", False, "wrong", "30 days", NOON))
    asked.give(ADA, Feedback("t1", True, None, "", NOON - timedelta(hours=1)))
    first, second = asked.opinions(NOON - timedelta(days=1))
    assert (first.owner, first.trace_id, first.liked, first.complaint) == ("ada", "t1", True, None)
    assert (second.owner, second.liked, second.complaint) == ("bob", False, "wrong")
    assert (second.correction, second.given_at) == ("30 days", NOON)


def test_opinions_begin_at_the_moment_whatever_the_zone(asked: Records) -> None:
    """21:00 in the east is noon in UTC; as text it would come later."""
    asked.give(ADA, Feedback("t1", True, None, "", NOON.astimezone(EAST)))
    assert len(asked.opinions(NOON)) == 1
    assert asked.opinions(NOON + timedelta(seconds=1)) == []
    assert asked.opinions(NOON)[0].given_at.utcoffset() == timedelta(0)


def test_answers_of_all_people_are_found_by_trace(asked: Records) -> None:
    found = asked.by_trace(["t1", "t2", "t3"])
    assert found == {"t1": answer(trace_id="t1"), "t2": answer(trace_id="t2")}
    assert asked.by_trace([]) == {}


def test_damaged_answer_is_left_out_and_logged(
    asked: Records, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    db = connect(path)
    db.execute(
        "UPDATE answers SET body = '{' WHERE id ="
        " (SELECT answer_id FROM said WHERE trace_id = 't1')"
    )
    assert set(asked.by_trace(["t1", "t2"])) == {"t2"}
    assert "cannot be read" in caplog.text


def test_opinions_leave_with_their_conversation(asked: Records) -> None:
    asked.give(ADA, Feedback("t1", False, "wrong", "30 days", NOON))
    asked.forget(asked.conversations(ADA)[0].id, ADA)
    assert asked.opinions(NOON) == []
    assert set(asked.by_trace(["t1", "t2"])) == {"t2"}


def test_traces_of_a_conversation_come_in_its_order(asked: Records) -> None:
    conversation = asked.conversations(ADA)[0].id
    asked.save(conversation, answer(trace_id="t3"))
    assert asked.traces(conversation, ADA) == ["t1", "t3"]
    with pytest.raises(LibraryError, match="no conversation"):
        asked.traces(conversation, BOB)
