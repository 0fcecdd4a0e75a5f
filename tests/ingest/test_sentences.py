from __future__ import annotations

import pytest

from ingest.sentences import split


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One is here. Two is there.", ["One is here.", "Two is there."]),
        ("Dr. Brekke came. He left.", ["Dr. Brekke came.", "He left."]),
        ("It costs 3.50 crowns. That is dear.", ["It costs 3.50 crowns.", "That is dear."]),
        ("See Fig. 3 and No. 4. Then stop.", ["See Fig. 3 and No. 4.", "Then stop."]),
        ("J. R. Moe wrote it. I read it.", ["J. R. Moe wrote it.", "I read it."]),
        ("Is it so? Yes! Good.", ["Is it so?", "Yes!", "Good."]),
        ('He said "Stop." Then he left.', ['He said "Stop."', "Then he left."]),
        ("Use nets, e.g. seines. Dry them.", ["Use nets, e.g. seines.", "Dry them."]),
        ("4.2. Emergency ascent. Rise.", ["4.2. Emergency ascent.", "Rise."]),
        ("A heading\n\nA paragraph.", ["A heading", "A paragraph."]),
        ("wrapped\nlines stay. Next", ["wrapped\nlines stay.", "Next"]),
        ("Wait... what came. Then", ["Wait... what came.", "Then"]),
        ("潮汐は六時。船は七時。", ["潮汐は六時。", "船は七時。"]),
        ("The U.S. Navy came. It left.", ["The U.S. Navy came.", "It left."]),
        ("It opens at 9 a.m. The gate is red.", ["It opens at 9 a.m.", "The gate is red."]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_nothing_but_white_space_is_lost() -> None:
    text = "  A b. C d!  \n\n (E f.) 3. G 4.5 h... i?\tJ"
    assert "".join("".join(parts(text)).split()) == "".join(text.split())


def test_long_text_is_split_in_linear_time() -> None:
    assert len(split("A sentence stands here. " * 50_000)) == 50_000
