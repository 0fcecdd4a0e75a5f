"""Rows of a table round a passage, and those of CSV and TSV files."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from app.sources.types import Table
from ingest.readers.table import sheet_of

BEFORE, ROWS = 20, 60
"""Rows shown above the passage's first; rows shown in all."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. start, end: offsets in the page's text."""

    start: int
    end: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """What is looked for in a page's text. first, last: the passage; equal for none.

    at: where to open the page instead of there; None for the passage.
    """

    first: int
    last: int
    at: int | None = None

    def touches(self, start: int, end: int) -> bool:
        """Whether the passage does."""
        return self.first < self.last and start < self.last and end > self.first

    @property
    def target(self) -> int:
        """The offset that is to be shown."""
        return self.first if self.at is None else self.at


@dataclass(frozen=True, slots=True)
class Place:
    """Where the rows shown stand in their table. skipped: rows above them. more: below.

    start: offset from which they are shown, the line end before them included.
    """

    skipped: int
    start: int
    more: bool


def csv_table(text: str, passed: Passed) -> Table | None:
    """The rows of a CSV text round the passage.

    None where the passage stands above the table, or there is none.
    """
    sheet = sheet_of(text)
    rows = [Row(record.start, record.end, record.cells) for record in sheet.body]
    if not rows or (sheet.above and passed.first < passed.last <= rows[0].start):
        return None
    columns = sheet.head.columns
    if columns and (len(rows) == 1 or passed.touches(rows[0].start, rows[0].end)):
        columns = ()  # the names themselves are shown
    rows = rows[1:] if columns else rows
    low, high = window([row.end for row in rows], passed)
    start = rows[low - 1].end if low else rows[0].start
    return table(columns, rows[low:high], passed, Place(low, start, high < len(rows)))


def window(ends: Sequence[int], passed: Passed) -> tuple[int, int]:
    """First and last row (this not included) to be shown of rows that end there.

    From a little above the passage on, or those that hold `at`; ROWS of them at most.
    """
    near = min(bisect_right(ends, passed.target), len(ends) - 1)
    low = max(0, near - BEFORE) if passed.at is None else near // ROWS * ROWS
    return low, min(low + ROWS, len(ends))


def table(columns: Sequence[str], shown: Sequence[Row], passed: Passed, place: Place) -> Table:
    """The rows shown, made equally wide."""
    width = max(len(columns), *(len(row.cells) for row in shown))
    marked = (i for i, row in enumerate(shown) if passed.touches(row.start, row.end))
    return Table(
        (*columns, *[""] * (width - len(columns))) if any(columns) else (),
        tuple((*row.cells, *[""] * (width - len(row.cells))) for row in shown),
        place.skipped + 1,
        frozenset(marked),
        place.skipped > 0,
        place.more,
        place.start,
        shown[-1].end,
    )
