"""Running heads, feet, page numbers and line numbers: what comes again on most pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ingest.readers.pdf_lines import Line

_FEWEST_PAGES = 4
_FEWEST_REPEATS = 3  # a first page often has none
_SHARE = 0.6
_DEPTH = 2  # lines from the first and from the last that may be running, wherever they stand
_MARGIN = 0.08  # of the text's height: where lines that keep their place may be running
_SAME_PLACE = 3.0  # points
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–—|\s]*#[-–—|\s]*(?:(?:of|/)\s*#)?", re.IGNORECASE)

_Key = tuple[str, int, int]


def running_lines(pages: Sequence[Sequence[Line]]) -> list[set[int]]:
    """For each page, the indices of the lines that are running heads, feet or line numbers.

    A document of four pages or more has them. A line is one if it stands on 60 % of all pages, or
    of those on one side, three at least: digits aside among the first or last lines,
    digits aside at the same height in the margins, or a bare number at the same place anywhere.
    """
    where: dict[_Key, set[int]] = defaultdict(set)
    keys: list[list[tuple[int, _Key]]] = []
    extent = _extent(pages)
    for number, lines in enumerate(pages):
        keys.append(list(_keys(lines, extent)))
        for _, key in keys[-1]:
            where[key].add(number)
    running = {key for key, numbers in where.items() if _repeats(numbers, len(pages))}
    return [{index for index, key in found if key in running} for found in keys]


def _extent(pages: Sequence[Sequence[Line]]) -> tuple[float, float]:
    """Lowest and highest line of the document, in points."""
    heights = [line.bottom for lines in pages for line in lines]
    return min(heights, default=0.0), max(heights, default=0.0)


def _keys(lines: Sequence[Line], extent: tuple[float, float]) -> Iterator[tuple[int, _Key]]:
    """Under what each line may come again. Places are rounded, so each counts in two."""
    low, high = extent
    margin = _MARGIN * (high - low)
    for index, line in enumerate(lines):
        text = _DIGITS.sub("#", " ".join(line.text.split()))
        text = "#" if _PAGE_NUMBER.fullmatch(text) else text
        place = int(line.bottom / _SAME_PLACE)
        if index < _DEPTH or index >= len(lines) - _DEPTH:
            yield index, (text, -1, -1)
        if not low + margin < line.bottom < high - margin:
            yield index, (text, place, -1)
            yield index, (text, place + 1, -1)
        if line.text.isdigit():
            yield index, (line.text, place, int(line.left / _SAME_PLACE))


def _repeats(numbers: set[int], page_count: int) -> bool:
    if len(numbers) < _FEWEST_REPEATS or page_count < _FEWEST_PAGES:
        return False
    if len(numbers) >= _SHARE * page_count:
        return True
    for side in (0, 1):
        pages = (page_count + 1 - side) // 2
        if sum(number % 2 == side for number in numbers) >= _SHARE * pages:
            return True
    return False
