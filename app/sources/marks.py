"""Where a passage stands on its page: the boxes of its lines, cut to the passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.sources.types import Box
from indexes.types import LineBox, Page
from ingest.drawing import Part
from ingest.drawing.types import Box as Edges

_PAD_X, _PAD_Y = 1.5, 0.5
_SLIM, _WIDE = 0.1, 1.5
"""Width of a character as a share of its line's height: beyond these the box is no line of print,
but a picture or a turned line, and is marked whole."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What of a printed line is in the passage: text[first:last] of the line's text."""

    line: LineBox
    text: str
    first: int
    last: int

    @property
    def box(self) -> Edges:
        """Of the whole line."""
        return self.line.left, self.line.bottom, self.line.right, self.line.top

    @property
    def is_whole(self) -> bool:
        """Whether nothing but blanks is left out."""
        return not (self.text[: self.first] + self.text[self.last :]).strip()

    @property
    def is_known(self) -> bool:
        """Whether the line's box is the piece's: it holds all of the line but a last hyphen."""
        return self.is_whole and not self.text.endswith("-")

    @property
    def part(self) -> Part:
        """What the drawing process is asked for."""
        return Part(self.text, self.box, self.first, self.last)

    def share(self) -> Edges:
        """The box cut to the share that its characters are of the line's.

        Where it is cut it reaches half a character further, as characters differ in width.
        """
        if self.is_whole:
            return self.box
        left, bottom, right, top = self.box
        count = len(self.text)
        usual = (right - left) / max(count, 1)
        if not _SLIM < usual / max(top - bottom, 0.01) < _WIDE:
            return self.box
        start = max(self.first - 0.5, 0.0) * usual
        return left + start, bottom, min(left + (self.last + 0.5) * usual, right), top


def pieces(page: Page, start: int, end: int) -> list[Piece]:
    """What of the page's lines document_text[start:end] holds, in reading order."""
    found = []
    for line in page.lines:
        text = page.text[line.start - page.start : line.end - page.start]
        first, last = max(0, start - line.start), min(len(text), end - line.start)
        if first < last and text[first:last].strip():
            first += len(text[first:last]) - len(text[first:last].lstrip())
            last = first + len(text[first:last].rstrip())
            found.append(Piece(line, text, first, last))
    return found


def boxes(
    found: Sequence[Piece], places: Sequence[Edges | None], width: float, height: float
) -> tuple[Box, ...]:
    """The marks, padded and apart from each other.

    places: where the characters of each piece stand, None where that is not known: then the line's
    box is cut by the number of characters. width, height: of the page, in points.
    """
    if width <= 0 or height <= 0:
        return ()
    edges = [place or piece.share() for piece, place in zip(found, places, strict=True)]
    padded = [(a - _PAD_X, b - _PAD_Y, c + _PAD_X, d + _PAD_Y) for a, b, c, d in edges]
    marks = (_box(each, width, height) for each in _apart(padded))
    return tuple(mark for mark in marks if mark.width > 0 and mark.height > 0)


def _apart(edges: list[Edges]) -> list[Edges]:
    """The same, boxes of lines that overlap parted half way between them."""
    apart = list(edges)
    for i in range(len(apart)):
        for j in range(i + 1, len(apart)):
            upper, lower = (i, j) if apart[i][3] >= apart[j][3] else (j, i)
            (a, b, c, d), (e, f, g, h) = apart[upper], apart[lower]
            if min(c, g) > max(a, e) and f < b < h < d:
                middle = (b + h) / 2
                apart[upper], apart[lower] = (a, middle, c, d), (e, f, g, middle)
    return apart


def _box(edges: Edges, width: float, height: float) -> Box:
    """As shares from the upper left corner, cut off at the page's edges."""
    left, right = (min(max(x / width, 0.0), 1.0) for x in (edges[0], edges[2]))
    top, foot = (min(max(1 - y / height, 0.0), 1.0) for y in (edges[3], edges[1]))
    return Box(left, top, right - left, foot - top)
