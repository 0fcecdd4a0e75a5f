from __future__ import annotations

import pytest

from app.checking.dates import clocks, dates


@pytest.mark.parametrize(
    "text",
    [
        "on 14 March 2025", "on March 14th, 2025", "2025-03-14", "14 Mar 2025", "14.3.2025",
        "the 14th of March 2025",
    ],
)  # fmt: skip
def test_forms_of_a_date_are_one(text: str) -> None:
    (found,) = dates(text)
    assert (found.year, found.month, found.day) == (2025, 3, 14)


def test_partial_dates_agree_with_whole_ones_and_say_less() -> None:
    whole, part, other = (dates(text)[0] for text in ("14 March 2025", "March 2025", "May 2025"))
    assert part.agrees(whole)
    assert whole.beyond(part)
    assert not part.beyond(whole)
    assert not part.agrees(other)


def test_range_of_days_is_two_dates() -> None:
    assert [(d.month, d.day) for d in dates("between 8 and 12 September")] == [(9, 8), (9, 12)]


def test_date_may_end_a_sentence() -> None:
    assert [(d.month, d.day) for d in dates("It was signed on February 26.")] == [(2, 26)]


def test_may_is_a_month_only_where_it_must_be() -> None:
    assert dates("Staff may leave. May I?") == []
    assert [d.month for d in dates("It opens in May.")] == [5]


def test_year_with_a_unit_is_an_amount() -> None:
    assert dates("1231 MWh were bought") == []
    assert [d.year for d in dates("since 1992")] == [1992]


@pytest.mark.parametrize(
    ("text", "minutes"), [("08:15", 495), ("8:15 am", 495), ("8.15 p.m.", 1215), ("12 am", 0)]
)
def test_times_of_day(text: str, minutes: int) -> None:
    assert [each.minutes for each in clocks(f"It leaves at {text} from the quay")] == [minutes]


def test_a_point_between_figures_is_no_time_of_day() -> None:
    assert clocks("3.50 crowns") == []
