from __future__ import annotations

import pytest

from app.checking.polarity import allied, bounds, is_negation, opposed
from indexes.words import stem


@pytest.mark.parametrize(
    ("one", "two"),
    [("increase", "decrease"), ("before", "after"), ("safe", "unsafe"), ("likely", "unlikely"),
     ("allowed", "forbidden"), ("north", "south"), ("all", "few")],
)  # fmt: skip
def test_opposites(one: str, two: str) -> None:
    assert opposed(stem(one), stem(two))
    assert opposed(stem(two), stem(one))


def test_words_of_one_side_are_allied_and_not_opposed() -> None:
    assert allied(stem("ends"), stem("finishes"))
    assert not opposed(stem("ends"), stem("finishes"))
    assert not opposed("kelp", "urchin")


def test_negations() -> None:
    assert [is_negation(word) for word in ("not", "never", "don't", "nothing", "note")] == [
        True, True, True, True, False,
    ]  # fmt: skip


def test_phrases_that_bound_a_number() -> None:
    text = "no more than 5, at least 6, more than 7, below 8"
    assert [kind for _, _, kind in bounds(text)] == ["most", "least", "more", "less"]
