"""A page's text in stretches that a screen can show, the passage marked."""

from __future__ import annotations

import re
from bisect import bisect_right

from app.sources.types import Passage, Segment

LONGEST = 6000
"""Characters of one stretch; two are shown where the passage stands near an edge."""

NEAR = 600
"""Characters between the passage and the edge of a stretch, below which the next is shown too."""

_ENDS = (re.compile(r"\n[^\S\n]*\n\s*"), re.compile(r"\n"), re.compile(r"\s+"))


def stretch(text: str, first: int, last: int, at: int | None = None) -> Passage:
    """The stretch of `text` round the passage text[first:last], or the one that holds `at`.

    All offsets count from the text's start. first == last marks nothing. Stretches end at the last
    blank line, else line end, else space, in the second half of what may be shown.
    """
    bounds = cuts(text)
    if at is None:
        low = _index(bounds, first - NEAR if last > first else first)
        high = _index(bounds, last + NEAR - 1 if last > first else first)
        high = max(min(high, low + 1), _index(bounds, max(first, last - 1)))
    else:
        low = high = _index(bounds, at)
    start, end = bounds[low], bounds[high + 1]
    first, last = (min(max(each, start), end) for each in (first, last))
    pieces = ((start, first, False), (first, last, True), (last, end, False))
    segments = tuple(Segment(text[a:b], marked) for a, b, marked in pieces if a < b)
    if not segments:
        segments = (Segment("", False),)
    if all(not each.marked for each in segments):
        segments = (Segment(text[start:end], False),)
    return Passage(segments, start > 0, end < len(text), start, end)


def cuts(text: str) -> list[int]:
    """Where the stretches of a text begin, and the text's end: at least [0, length]."""
    places = [0]
    while len(text) - places[-1] > LONGEST:
        places.append(_cut(text, places[-1] + LONGEST // 2, places[-1] + LONGEST))
    return [*places, len(text)]


def _cut(text: str, earliest: int, latest: int) -> int:
    for pattern in _ENDS:
        ends = [match.end() for match in pattern.finditer(text, earliest, latest)]
        if ends:
            return ends[-1]
    return latest


def _index(bounds: list[int], offset: int) -> int:
    """The stretch that holds an offset; the first or last for offsets beyond."""
    return min(max(bisect_right(bounds, offset) - 1, 0), len(bounds) - 2)
