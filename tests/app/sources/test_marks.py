"""Boxes of lines, cut to the passage, as shares of the page."""

from __future__ import annotations

from itertools import combinations

from app.sources.marks import Piece, boxes, pieces
from app.sources.types import Box
from indexes.types import LineBox, Page

LINES = ("The first line.", "A second one that", "goes on. And more.")


def page(leading: float = 20.0, height: float = 14.0) -> Page:
    """A page of 200 by 100 points that begins at offset 50; ten points a character."""
    placed, start = [], 50
    for number, line in enumerate(LINES):
        foot = 70 - leading * number
        placed.append(
            LineBox(start, start + len(line), 10, foot, 10 + 10 * len(line), foot + height)
        )
        start += len(line) + 1
    return Page("d", 2, 50, "\n".join(LINES), 200, 100, tuple(placed))


def marks(of: Page, start: int, end: int) -> tuple[Box, ...]:
    found = pieces(of, start, end)
    return boxes(found, [None] * len(found), of.width, of.height)


def test_whole_line_is_marked_as_it_stands_with_a_little_room() -> None:
    (mark,) = marks(page(), 50, 65)
    assert (mark.left, mark.width) == (8.5 / 200, 153 / 200)
    assert round(mark.top, 4) == round(1 - 84.5 / 100, 4)
    assert round(mark.height, 4) == 15 / 100


def test_line_partly_in_the_passage_is_cut_by_its_characters() -> None:
    found = pieces(page(), 68, 92)  # "second one that goes on."
    assert [piece.text[piece.first : piece.last] for piece in found] == [
        "second one that", "goes on.",
    ]  # fmt: skip
    first, second = boxes(found, [None, None], 200, 100)
    assert round(first.left * 200, 1) == 10 + 20 - 5 - 1.5
    assert round((second.left + second.width) * 200, 1) == 10 + 80 + 5 + 1.5


def test_place_of_the_characters_goes_before_the_share() -> None:
    found = pieces(page(), 68, 82)
    (mark,) = boxes(found, [(40.0, 50.0, 90.0, 64.0)], 200, 100)
    assert (round(mark.left * 200, 1), round(mark.width * 200, 1)) == (38.5, 53.0)


def test_blanks_at_the_ends_are_not_marked() -> None:
    assert [(p.first, p.last) for p in pieces(page(), 53, 60)] == [(4, 9)]
    assert pieces(page(), 53, 54) == []


def test_marks_of_tight_lines_do_not_overlap() -> None:
    found = marks(page(leading=9), 50, 200)
    assert len(found) == 3
    for upper, lower in combinations(found, 2):
        assert upper.top + upper.height <= lower.top + 1e-9


def test_marks_stay_on_the_page() -> None:
    line = LineBox(0, 4, -30, -5, 300, 120)
    (mark,) = boxes([Piece(line, "text", 0, 4)], [None], 200, 100)
    assert (mark.left, mark.top, mark.width, mark.height) == (0, 0, 1, 1)


def test_box_that_is_no_line_of_print_is_marked_whole() -> None:
    turned = LineBox(0, 20, 10, 10, 22, 190)
    assert Piece(turned, "x" * 20, 3, 8).share() == (10, 10, 22, 190)


def test_passage_elsewhere_marks_nothing() -> None:
    assert marks(page(), 0, 50) == ()
    assert marks(page(), 70, 70) == ()
