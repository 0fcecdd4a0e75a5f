"""The tables on a sheet: where one ends, which of its rows names the columns, what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from openpyxl.utils.cell import range_boundaries

from ingest.readers.draft import Draft
from ingest.readers.ooxml import Package
from ingest.readers.sheet_cells import Row
from ingest.readers.tables import is_number

_REF = re.compile(rb"<(?:\w+:)?(mergeCell|autoFilter|pane)\s([^>]*)>")
_PLACE = re.compile(rb'\bref="([A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?)"')
_SPLIT = re.compile(rb'\bySplit="(\d)"')
_MOST_PLACES = 5_000_000  # rows times columns of one table, filled or not
_LONGEST_TITLE = 200
_LONGEST_NAME = 200
_MOST_MERGED = 100_000  # merged cells that are looked at
_MOST_REPEATS = 200_000  # of the values of tall merged cells


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sheet says of its cells' places.

    heads: rows that name columns. wide: by (row, column), the last column of a merged cell.
    tall: by (row, column), the last row of one.
    """

    heads: frozenset[int]
    wide: dict[tuple[int, int], int]
    tall: dict[tuple[int, int], int]


def marks_of(package: Package, part: str) -> Marks:
    """The marks of a sheet: merged cells, filters, frozen rows, and ranges declared as tables."""
    heads: set[int] = set()
    wide: dict[tuple[int, int], int] = {}
    tall: dict[tuple[int, int], int] = {}
    for found in islice(_REF.finditer(package.parts[part]), _MOST_MERGED):
        tag, attributes = found.groups()
        place, split = _PLACE.search(attributes), _SPLIT.search(attributes)
        if tag == b"pane" and split and b"frozen" in attributes:
            heads.add(int(split.group(1)))
        elif place:
            left, top, right, bottom = range_boundaries(place.group(1).decode())
            if None in (left, top, right, bottom):
                continue
            if tag == b"autoFilter":
                heads.add(int(top or 0))
            else:
                wide[int(top or 0), int(left or 0)] = int(right or 0)
                tall[int(top or 0), int(left or 0)] = int(bottom or 0)
    for table in package.related(part, "table"):
        root = package.xml(table)
        corner = re.match(r"[A-Z]+(\d+)", root.get("ref", ""))
        if corner and root.get("headerRowCount", "1") != "0":
            heads.add(int(corner.group(1)))
    return Marks(frozenset(heads), wide, tall)


def write_tables(draft: Draft, rows: Iterable[Row], marks: Marks) -> None:
    """Append the rows of a sheet: tables end at blank rows, lone cells above one are its title."""
    title = ""
    for region in _regions(rows, marks):
        lone = [row for row in region if len(row.cells) == 1]
        if len(region) == 1 and lone and not title:
            title = _alone(region[0])
            continue
        _write(draft, region, marks, title)
        title = ""
    draft.add(title)


def _regions(rows: Iterable[Row], marks: Marks) -> Iterator[list[Row]]:
    """Rows without a blank one between them, tall merged cells repeated in all their rows."""
    region: list[Row] = []
    carried: dict[int, tuple[int, str]] = {}
    repeats = 0
    for row in rows:
        if region and row.number != region[-1].number + 1:
            yield region
            region = []
        carried = {at: each for at, each in carried.items() if each[0] >= row.number}
        repeats += len(carried)
        values = {at: value for at, (_, value) in carried.items()}
        shown = {**values, **row.cells} if repeats < _MOST_REPEATS else row.cells
        for at, value in row.cells.items():
            bottom = marks.tall.get((row.number, at), 0)
            if bottom > row.number and len(value) <= _LONGEST_NAME:
                carried[at] = (bottom, value)
        region.append(Row(row.number, shown))
    if region:
        yield region


def _write(draft: Draft, region: list[Row], marks: Marks, title: str) -> None:
    """Append a region: titles, what stands above the marked head, the table."""
    titles = [title] if title else []
    while len(region) > 1 and len(region[0].cells) == 1 and any(len(r.cells) > 1 for r in region):
        titles.append(_alone(region[0]))
        region = region[1:]
    for line in titles[:-1]:
        draft.add(line)
    caption = titles[-1] if titles else ""
    if len(caption) > _LONGEST_TITLE:
        draft.add(caption)
        caption = ""
    joined = _joined(region, marks)
    if joined is not None:
        _table(draft, joined, True, caption)
        return
    head = next((at for at, row in enumerate(region) if row.number in marks.heads), 0)
    if head:
        _table(draft, region[:head], False, caption)
        caption = ""
    _table(draft, region[head:], region[head].number in marks.heads, caption)


def _table(draft: Draft, region: list[Row], marked: bool, caption: str) -> None:
    columns = sorted({at for row in region for at in row.cells})
    if len(columns) * len(region) > _MOST_PLACES:  # next to nothing in it but gaps
        draft.add(caption)
        for row in region:
            draft.table([list(row.cells.values())], marked=False)
        return
    rows = [[row.cells.get(at, "") for at in columns] for row in region]
    short = all(len(name) <= _LONGEST_NAME for name in rows[0])
    draft.table(rows, marked and short and len(columns) > 1, caption)


def _joined(region: list[Row], marks: Marks) -> list[Row] | None:
    """The region with its two rows of names made one; None unless it has two.

    It has if a name in the first is merged over several columns, and the second is all names.
    """
    if len(region) < 3:
        return None
    first, second = region[0], region[1]
    spread = dict(first.cells)
    for at, name in first.cells.items():
        for column in range(at + 1, min(marks.wide.get((first.number, at), at), at + 500) + 1):
            spread[column] = name
    below = [name for at, name in second.cells.items() if first.cells.get(at) != name]
    if len(spread) == len(first.cells) or not all(map(_is_name, below)):
        return None
    names = {
        at: " ".join(dict.fromkeys(filter(None, (spread.get(at, ""), second.cells.get(at, "")))))
        for at in sorted({*spread, *second.cells})
    }
    return [Row(first.number, names), *region[2:]]


def _is_name(text: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", text) is not None or not is_number(text)


def _alone(row: Row) -> str:
    return " ".join(next(iter(row.cells.values())).split())
