from __future__ import annotations

import random

import pytest

from training.checking import opposites
from training.checking.corrupt import MAKERS, Passage

FERRY = "The ferry leaves the north quay at 9 knots and carries 120 people of Holm Yard."
SIGNED = "The agreement of Tarn Dock was signed on 14 March 2025 for 31 days by Ingrid Solberg."
PASSAGE = Passage((FERRY, SIGNED), "a.txt", "a.txt:0", ("It was built by Joachim Prell of Oslo.",))


def made(kind: str, text: str) -> str:
    return MAKERS[kind](text, text, PASSAGE, random.Random(1))


def test_random_number_stands_nowhere_in_the_passage() -> None:
    new = made("number, random", FERRY)
    changed = set(new.split()) - set(FERRY.split())
    assert len(changed) == 1
    assert not changed & set(SIGNED.split())


def test_number_of_the_passage_comes_from_another_sentence() -> None:
    assert "31" in made("number, same passage", FERRY)


def test_numbers_of_one_sentence_change_places() -> None:
    assert "at 120 knots and carries 9 people" in made("number, same sentence", FERRY)


def test_names_and_dates() -> None:
    assert "Joachim Prell" in made("name, other document", SIGNED)
    assert "Holm Yard" in made("name, same passage", SIGNED)
    assert "14 March 2025" not in made("date", SIGNED)
    assert "The agreement of Ingrid Solberg" in made("roles exchanged", SIGNED)


@pytest.mark.parametrize(
    ("kind", "text", "new"),
    [
        ("unit", "It takes 5 hours.", "It takes 5 minutes."),
        ("negation added", "It is open.", "It is not open."),
        ("negation removed", "It is not open.", "It is open."),
        ("negation removed", "No dogs travel.", "A dogs travel."),
        ("antonym", "It closes early.", "It closes late."),
        ("quantifier", "At least five came.", "At most five came."),
    ],
)
def test_one_word_is_changed(kind: str, text: str, new: str) -> None:
    assert made(kind, text) == new


def test_sentence_without_anything_to_change_gives_nothing() -> None:
    plain = "Kelp grows"
    kinds = [kind for kind in MAKERS if kind != "other document's sentence"]
    assert [made(kind, plain) for kind in kinds] == [""] * len(kinds)


def test_pairs_that_are_not_listed_are_no_listed_pairs() -> None:
    assert not set(opposites.ANTONYMS) & set(opposites.UNLISTED)
