from __future__ import annotations

import sqlite3

import pytest

from app.ui import session


def test_duty_that_fails_keeps_no_other_from_being_done(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    def full() -> None:
        raise sqlite3.OperationalError("database or disk is full")

    def wrong() -> None:
        raise ValueError("a fault of ours")

    session._done({"Not deleted": full, "Not counted": wrong, "Done": lambda: done.append("all")})
    assert done == ["all"]
    assert [each.getMessage() for each in caplog.records] == [
        "Not deleted: database or disk is full",
        "Not counted.",
    ]
