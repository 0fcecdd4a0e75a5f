from __future__ import annotations

from app.checking.claims import parted


def test_a_joined_sentence_can_be_cut_at_each_joint() -> None:
    assert parted("Dogs pay 4 crowns, and bicycles travel free.") == [
        ("Dogs pay 4 crowns", "bicycles travel free.")
    ]


def test_a_lone_word_is_no_part() -> None:
    assert parted("It needs rope, salt.") == []
