"""Which questions are worth a look."""

from __future__ import annotations

from app.operations import notable
from app.tracing.types import Counts
from app.types import Usage
from tests.app.operations.made import row

ROWS = [
    row("fine", minutes=0, ms=50, usage=Usage(900, 90)),
    row("half", minutes=1, ms=900, counts=Counts(1, 0, 1)),
    row("disliked", minutes=2, ms=400),
    row("both", minutes=3, ms=10, counts=Counts(2, 0, 1), usage=Usage(0, 0)),
    row("failed", minutes=4, ms=7000, outcome="failed", error="ModelError"),
]
LIKED = {"fine": True, "disliked": False, "both": False}


def test_worst_adds_up_what_is_wrong_and_the_later_comes_first() -> None:
    found = notable.worst(ROWS, LIKED, 10)
    assert [each.row.trace_id for each in found] == ["both", "failed", "disliked", "half"]
    assert [each.reasons for each in found] == [
        ("thumbs down", "1 of 3 sentences unsupported"), ("failed: ModelError",),
        ("thumbs down",), ("1 of 2 sentences unsupported",),
    ]  # fmt: skip
    assert len(notable.worst(ROWS, LIKED, 2)) == 2


def test_slowest_heaviest_and_latest() -> None:
    assert [each.row.trace_id for each in notable.slowest(ROWS, 2)] == ["failed", "half"]
    assert notable.heaviest(ROWS, 1)[0].row.trace_id == "fine"
    assert "both" not in [each.row.trace_id for each in notable.heaviest(ROWS, 10)]
    assert [each.row.trace_id for each in notable.latest(ROWS, 2)] == ["failed", "both"]
    assert notable.latest([], 5) == []
