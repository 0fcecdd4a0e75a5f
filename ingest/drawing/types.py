"""What is asked of the process that draws pages, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the lower left corner of the page as displayed."""


@dataclass(frozen=True, slots=True)
class Part:
    """Characters of a printed line whose place is asked for. text: of the whole line.

    box: of the whole line. first, last: text[first:last] is the part.
    """

    text: str
    box: Box
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as it is displayed. png: the picture. width, height: of the page, in points.

    places: one a part that was asked for; None where the characters printed in the line's box are
    not those of its text.
    """

    png: bytes
    width: float
    height: float
    places: tuple[Box | None, ...] = ()


class Request(TypedDict):
    """page: from 0. scale: pixels a point. parts: each `Part` as (text, box, first, last)."""

    path: str
    page: int
    scale: float
    parts: list[tuple[str, Box, int, int]]
