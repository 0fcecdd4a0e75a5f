"""Cutting a stretch of text into stretches of a bounded size."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST_BLOCK = 4000
"""Characters above which a stretch of text becomes several blocks."""

_ENDS = (re.compile(r"\n\s*"), re.compile(r"[.!?…。！？][\"'”’)\]]*\s*"), re.compile(r"\s+"))


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends; may be empty."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def pieces(
    text: str, start: int, end: int, longest: int = LONGEST_BLOCK
) -> Iterator[tuple[int, int]]:
    """The span trimmed, or consecutive spans of at most `longest` characters, none empty.

    Cut at the last line end, else sentence end, else space in the second half of each stretch.
    """
    start, end = trim(text, start, end)
    while end - start > longest:
        cut = _place(text, start + longest // 2, start + longest)
        first, last = trim(text, start, cut)
        if first < last:
            yield first, last
        start, _ = trim(text, cut, end)
    if start < end:
        yield start, end


def _place(text: str, earliest: int, latest: int) -> int:
    for pattern in _ENDS:
        places = [match.end() for match in pattern.finditer(text, earliest, latest)]
        if places:
            return places[-1]
    return latest
