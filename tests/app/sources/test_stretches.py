"""A page's text in stretches, the passage marked."""

from __future__ import annotations

import pytest

from app.sources.stretches import LONGEST, NEAR, cuts, stretch
from app.sources.types import Passage

PARAGRAPHS = "\n\n".join(f"Paragraph {n}. " + "word " * 60 for n in range(400))


def text_of(passage: Passage) -> str:
    return "".join(segment.text for segment in passage.segments)


def marked(passage: Passage) -> str:
    return "".join(segment.text for segment in passage.segments if segment.marked)


def test_short_text_is_shown_whole_with_its_passage_marked() -> None:
    passage = stretch("One. Two. Three.", 5, 9)
    assert [(each.text, each.marked) for each in passage.segments] == [
        ("One. ", False), ("Two.", True), (" Three.", False),
    ]  # fmt: skip
    assert (passage.before, passage.after) == (False, False)


@pytest.mark.parametrize("text", [PARAGRAPHS, "x" * 20_000, "line\n" * 5000, "", "short"])
def test_stretches_paged_through_are_the_whole_text(text: str) -> None:
    said, at = "", 0
    while True:
        passage = stretch(text, 0, 0, at)
        said += text_of(passage)
        assert len(text_of(passage)) <= LONGEST
        if not passage.after:
            break
        at = passage.end
    assert said == text


def test_paging_back_leaves_nothing_out() -> None:
    passage = stretch(PARAGRAPHS, 100_000, 100_050)
    said = text_of(passage)
    while passage.before:
        passage = stretch(PARAGRAPHS, 100_000, 100_050, passage.start - 1)
        said = text_of(passage) + said
    assert PARAGRAPHS.startswith(said)


@pytest.mark.parametrize("first", [0, 1, 5900, 5999, 6000, 50_000, len(PARAGRAPHS) - 20])
def test_passage_of_a_long_text_is_marked_with_some_text_round_it(first: int) -> None:
    passage = stretch(PARAGRAPHS, first, first + 20)
    assert marked(passage) == PARAGRAPHS[first : first + 20]
    assert text_of(passage) == PARAGRAPHS[passage.start : passage.end]
    assert len(text_of(passage)) <= 2 * LONGEST
    assert first - passage.start >= min(first, NEAR) or first < NEAR


def test_stretches_end_at_blank_lines_where_there_are_any() -> None:
    assert all(PARAGRAPHS[:place].endswith("\n\n") for place in cuts(PARAGRAPHS)[1:-1])


def test_passage_longer_than_a_stretch_is_marked_whole() -> None:
    passage = stretch(PARAGRAPHS, 100, 30_000)
    assert marked(passage) == PARAGRAPHS[100:30_000]


def test_stretch_beside_the_passage_marks_nothing() -> None:
    assert marked(stretch(PARAGRAPHS, 0, 20, 90_000)) == ""
