"""The rows of a workbook's sheet, put back into columns from the text that was read of it.

The reader writes a row as its filled cells joined by " | ", and each row's chunk says its cells
with the names of their columns; from both, the column of every cell is known again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate

from app.sources.rows import ROWS, Passed, Place, Row, table, window
from app.sources.types import Table
from ingest.clean import clean

_GAP = " | "

Named = list[tuple[str, str]]
"""The filled cells of a row: each column's name, '' where it has none, and the cell."""

Spoken = Callable[[int, int], Mapping[int, str]]
"""What the chunks in a stretch of the page's text say, by the offset at which they begin."""


def sheet_table(text: str, spoken: Spoken, passed: Passed) -> Table | None:
    """The rows of a sheet's text round the passage; None where no row of a table stands there.

    All offsets count from the text's start.
    """
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    here = min(max(bisect_right(starts, passed.target) - 1, 0), len(lines) - 1)
    if passed.first >= passed.last:
        here = next((i for i in range(here, len(lines)) if _GAP in lines[i]), here)
    if _GAP not in lines[here]:
        return None
    said = spoken(starts[max(0, here - 2 * ROWS)], starts[min(len(lines), here + 2 * ROWS)])
    named = named_cells(lines[here], said.get(starts[here], ""))
    if not any(name for name, _ in named) and here + 1 < len(lines):
        named = named_cells(lines[here + 1], said.get(starts[here + 1], ""))
    head = _head(lines, here, [name for name, _ in named if name])
    names = lines[head].split(_GAP) if head is not None else []
    if head is not None and passed.touches(starts[head], starts[head + 1] - 1):
        head, names = head - 1, []  # the names themselves are the passage
    top = _top(lines, here) if head is None else head + 1
    foot = _foot(lines, starts, here, said)
    below, ends = starts[top:foot], [starts[i] + len(lines[i]) for i in range(top, foot)]
    low, high = window(ends, passed)
    rows = [named_cells(text[below[i] : ends[i]], said.get(below[i], "")) for i in range(low, high)]
    columns, aligned = align([" ".join(clean(name).text.split()) for name in names], rows)
    shown = [Row(below[low + i], ends[low + i], cells) for i, cells in enumerate(aligned)]
    start = ends[low - 1] if low else below[low]
    return table(columns, shown, passed, Place(low, start, high < len(below)))


def named_cells(line: str, spoken: str) -> Named:
    """The cells of a line with the names that its chunk says; without names where it says none."""
    cells = line.split(_GAP)
    found: Named = []
    place = 0
    for cell in cells:
        said = re.escape(clean(cell).text)
        match = re.compile(rf"(?:([^\n]{{1,200}}?): )?{said}(?:; |\Z)").match(spoken, place)
        if match is None:
            return [("", cell) for cell in cells]
        found.append((match[1] or "", cell))
        place = match.end()
    return found


def align(
    names: Sequence[str], rows: Sequence[Named]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The columns' names, '' for those without, and each row's cells in their columns."""
    gaps = [0] * (len(names) + 1)  # columns without a name before each one with
    walks = [_walk(names, row) for row in rows]
    for walk in walks:
        for at, nth in walk or []:
            gaps[at] = max(gaps[at], nth)
    firsts = list(accumulate((gap + 1 for gap in gaps), initial=0))
    width = len(names) + sum(gaps)
    columns = [""] * width
    for at, name in enumerate(names):
        columns[firsts[at] + gaps[at]] = name
    aligned = []
    for row, walk in zip(rows, walks, strict=True):
        cells = [""] * max(width, len(row))
        for i, (_, cell) in enumerate(row):
            at, nth = walk[i] if walk is not None else (0, 0)
            place = firsts[at] + (nth - 1 if nth else gaps[at])
            cells[place if walk is not None else i] = cell
        aligned.append(tuple(cells))
    return tuple(columns), aligned


def _walk(names: Sequence[str], row: Named) -> list[tuple[int, int]] | None:
    """Each cell's column: (its number, 0), or as the n-th without a name before one, (that, n).

    None where the row does not say its columns.
    """
    if names and not any(name for name, _ in row):
        return None
    walk: list[tuple[int, int]] = []
    at = nth = 0
    for name, _ in row:
        if not name:
            nth += 1
            walk.append((at, nth))
        elif name in names[at:]:
            at = names.index(name, at)
            walk.append((at, 0))
            at, nth = at + 1, 0
        else:
            return None
    return walk


def _head(lines: Sequence[str], here: int, names: Sequence[str]) -> int | None:
    """The nearest line, from `here` upwards, whose cells are all the names and perhaps more."""
    if not names:
        return None
    for at in range(here, -1, -1):
        if names[0] in lines[at] or names[-1] in lines[at]:
            cells = {" ".join(clean(cell).text.split()) for cell in lines[at].split(_GAP)}
            if cells.issuperset(names):
                return at
    return None


def _top(lines: Sequence[str], here: int) -> int:
    """The first line of the rows that `here` is among, where no line names the columns."""
    while here and _GAP in lines[here - 1]:
        here -= 1
    return here


def _foot(lines: Sequence[str], starts: Sequence[int], here: int, said: Mapping[int, str]) -> int:
    """The line after the last row: before the names of the next table and its title, or the end."""
    known = max(said, default=0)
    for at in range(here + 1, len(lines)):
        if starts[at] > known and _GAP in lines[at]:
            break
        if _GAP in lines[at] and starts[at] not in said and any(map(str.isalnum, lines[at])):
            return at - 1 if _GAP not in lines[at - 1] and at - 1 > here else at
    return len(lines) - 1 if not lines[-1] else len(lines)
