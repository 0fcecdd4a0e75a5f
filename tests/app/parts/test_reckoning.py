"""Counts and sums over tables that are awkward to read."""

from __future__ import annotations

import pytest

from app.parts.reckoning import reckon
from tests.app.parts.library import FIXTURES, Shelf, taken


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(sorted(FIXTURES.iterdir()))


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("How many dives did Anna Vik make in 2025?", "The count is 3"),
        ("How many minutes did Anna Vik dive in total?", "98"),
        ("How many entries are in the dive log?", "The count is 7"),
        ("How many different sites are in the dive log?", "3 different values of site"),
        ("What was the deepest dive at Long Reef?", "19.2 m"),
        ("What was the average depth of the dives at Station pier?", "8 m"),
        ("What is the total sum of the grants from the Norsea Fund?", "€165,500"),
        ("How many dives deeper than 20 m did Anna Vik make?", None),
    ],
)
def test_works_out_and_shows_the_rows(question: str, result: str | None, shelf: Shelf) -> None:
    answer = reckon(question, shelf)
    if result is None:
        assert answer is None
        return
    assert result in taken(answer, shelf).text
    assert "by code:" in taken(answer, shelf).text


def test_shows_every_term_of_a_short_sum(shelf: Shelf) -> None:
    answer = taken(reckon("How many minutes did Anna Vik dive in total?", shelf), shelf)
    assert "32 + 28 + 38 = 98" in answer.text
    assert len(answer.citations) == 3


def test_says_how_many_rows_have_no_value(shelf: Shelf) -> None:
    answer = taken(reckon("What is the average gas of the dives in the dive log?", shelf), shelf)
    assert "1 without a value left out" in answer.text


def test_one_value_is_not_enough_to_compare(shelf: Shelf) -> None:
    question = "What is the highest gas of the dives at Gull Stack, north wall?"
    assert reckon(question, shelf) is None


@pytest.mark.parametrize(
    "question",
    [
        "What was the total revenue of the shop sales?",  # the table has a row of totals
        "What is the total of the gifts?",  # dollars and euros in one column
        "What is the total volume of the tanks?",  # 1.250 may be a thousand
        "How many dives did Anna Vik not make in 2025?",
        "How many dives were made before 2025?",
        "How many dives did Lars Holm make?",  # a name that no cell holds
        "How many minutes did each diver dive in total?",
        "What is the total sum of the grants from the Polar Trust?",  # one row: a plain fact
        "How many postcards were sold?",
        "How many people work in the shop?",
    ],
)
def test_does_not_guess(question: str, shelf: Shelf) -> None:
    assert reckon(question, shelf) is None
