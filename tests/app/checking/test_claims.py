from __future__ import annotations

import pytest

from app.checking.claims import Claim, parse, parted


def test_a_joined_sentence_can_be_cut_at_each_joint() -> None:
    assert parted("Dogs pay 4 crowns, and bicycles travel free.") == [
        ("Dogs pay 4 crowns", "bicycles travel free.")
    ]


def test_a_lone_word_is_no_part() -> None:
    assert parted("It needs rope, salt.") == []


@pytest.mark.parametrize(
    "draft", ["Tides rose by 2 per cent. [1].", "Tides rose by 2 per cent [1].."]
)
def test_stops_on_both_sides_of_a_mark_become_one(draft: str) -> None:
    assert parse(draft) == [Claim("Tides rose by 2 per cent.", (1,))]
