from __future__ import annotations

import pytest

from ingest.chunk import LONGEST, chunk, fitted
from ingest.readers.base import Block, Reading
from tests.fakes import HashingEmbedder

EMBEDDER = HashingEmbedder()


def cut(text: str, *blocks: Block, pages: tuple[str, ...] = (), max_tokens: int = 256) -> list[str]:
    reading = Reading("", "text/plain", pages or (text,), blocks or (Block(0, len(text)),))
    made = fitted(chunk(reading), "d", max_tokens, EMBEDDER.count_tokens)
    for each in made:
        assert reading.text[each.start : each.end] == each.text
    return [each.text for each in made]


def test_each_sentence_is_a_chunk() -> None:
    first = (
        "The station keeps two vessels, and both of them are inspected every spring by the yard."
    )
    second = "The older one is twenty-four metres long and carries a crew of three and six guests."
    assert cut(f"{first} {second}") == [first, second]


def test_chunks_never_cross_blocks() -> None:
    text = "One.Two."
    assert cut(text, Block(0, 4), Block(4, 8)) == ["One.", "Two."]


def test_long_sentence_is_cut_at_a_space_and_nothing_is_lost() -> None:
    text = "word " * 300
    pieces = cut(text)
    assert all(len(piece) <= LONGEST for piece in pieces)
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


def test_text_without_spaces_is_still_cut() -> None:
    assert "".join(cut("x" * 1000)) == "x" * 1000


def test_no_chunk_is_longer_than_the_model_reads() -> None:
    text = "a b c d e f g h i j " * 18  # few characters, many tokens
    reading = Reading("", "text/plain", (text,), (Block(0, len(text)),))
    made = fitted(chunk(reading), "d", 40, lambda spoken: len(spoken))
    assert made
    assert all(len(each.spoken) <= 40 for each in made)
    assert "".join("".join(each.text for each in made).split()) == "".join(text.split())


def test_table_row_is_spoken_with_its_column_names() -> None:
    text = "RV Aurelia II;2003;24"
    row = Block(
        0, len(text), "row", (), ("vessel", "built", "length"), ("RV Aurelia II", "2003", "24")
    )
    reading = Reading("", "text/csv", (text,), (row,))
    (made,) = chunk(reading)
    assert made.text == text
    assert made.spoken == "vessel: RV Aurelia II; built: 2003; length: 24"


def test_row_too_long_for_a_vector_is_cut_and_keeps_all_its_text() -> None:
    text = " ".join(f"cell{i}" for i in range(60))
    row = Block(0, len(text), "row", (), ("a",), (text,))
    pieces = cut(text, row, max_tokens=30)
    assert len(pieces) > 1
    assert " ".join(pieces).split() == text.split()


def test_page_is_the_one_on_which_the_chunk_starts() -> None:
    pages = ("First page.\f", "Second page.")
    reading = Reading("", "application/pdf", pages, (Block(0, 11), Block(12, 24)))
    assert [c.page for c in chunk(reading)] == [1, 2]


@pytest.mark.parametrize("text", ["", "   \n ", "---", "* * *", "…"])
def test_text_without_words_makes_no_chunk(text: str) -> None:
    assert cut(text) == []
