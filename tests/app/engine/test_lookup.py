from __future__ import annotations

from app.engine.lookup import Lookup


def test_what_followed_the_last_tokens_before_is_guessed() -> None:
    lookup = Lookup([1, 2, 3, 4, 5, 6])
    for token in (2, 3):
        lookup.add(token)
    assert lookup.guess(3) == [4, 5, 6]


def test_longer_endings_count_before_shorter_ones() -> None:
    lookup = Lookup([9, 2, 3, 7, 1, 2, 3, 8])
    for token in (9, 2, 3):
        lookup.add(token)
    assert lookup.guess(1) == [7]


def test_last_place_counts_where_places_are_alike() -> None:
    assert Lookup([2, 3, 7, 2, 3, 8, 2, 3]).guess(1) == [8]


def test_new_ending_is_not_guessed_from() -> None:
    lookup = Lookup([1, 2, 3])
    lookup.add(9)
    assert lookup.guess(4) == []
    assert Lookup([]).guess(4) == []
    assert Lookup([1, 2, 3]).guess(4) == []


def test_guess_ends_where_the_text_ends() -> None:
    assert Lookup([1, 2, 3, 1, 2]).guess(9) == [3, 1, 2]
