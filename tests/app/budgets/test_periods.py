from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.budgets.periods import day, month, written


def at(
    year: int, in_year: int, in_month: int, hour: int = 0, minute: int = 0, second: int = 0
) -> datetime:
    return datetime(year, in_year, in_month, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "start", "end"),
    [
        (at(2026, 11, 22, 12), at(2026, 11, 1), at(2026, 12, 1)),
        (at(2026, 12, 31, 23, 59, 59), at(2026, 12, 1), at(2027, 1, 1)),
        (at(2027, 1, 1), at(2027, 1, 1), at(2027, 2, 1)),
        (at(2028, 2, 29, 8), at(2028, 2, 1), at(2028, 3, 1)),
        (at(2027, 2, 28, 8), at(2027, 2, 1), at(2027, 3, 1)),
        (at(2026, 1, 31), at(2026, 1, 1), at(2026, 2, 1)),
    ],
)
def test_month_is_that_of_the_calendar(moment: datetime, start: datetime, end: datetime) -> None:
    found = month(moment)
    assert (found.start, found.end) == (start, end)


def test_day_begins_at_midnight_and_ends_before_the_next() -> None:
    assert day(at(2028, 2, 28, 23, 59, 59)).end == at(2028, 2, 29)
    assert day(at(2028, 2, 29)).start == at(2028, 2, 29)
    assert day(at(2028, 2, 29)).end == at(2028, 3, 1)


def test_both_are_those_of_utc_wherever_the_clock_is() -> None:
    tokyo = datetime(2026, 12, 1, 3, 0, tzinfo=timezone(timedelta(hours=9)))

    assert day(tokyo).start == at(2026, 11, 30)
    assert month(tokyo).start == at(2026, 11, 1)
    assert day(tokyo).start.tzinfo is UTC


def test_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no zone"):
        day(datetime(2026, 11, 22))


def test_end_is_written_with_date_time_and_zone() -> None:
    assert written(at(2026, 12, 1)) == "1 December 2026, 00:00 UTC"
