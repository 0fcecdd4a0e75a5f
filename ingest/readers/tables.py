"""Which row of a table names its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

CAPTION = re.compile(r"(?:table|figure|fig\.|chart|box|exhibit)\s+[\dA-Z]", re.IGNORECASE)
"""The start of a line that names a table or picture: no heading of what follows."""

_NUMBER = re.compile(r"[\s$€£¥(+-]*\d[\d.,\s'/:-]*\s*(?:%|[A-Za-z°²³/]{0,6})?\)?")
_YEAR = re.compile(r"(?:FY\s*)?(?:19|20)\d\d")
_LONGEST_NAME = 60
_MANY_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Header:
    """What the first row of a table is.

    columns: the names it gives, () if it gives none. indexed: whether it is (also) data.
    """

    columns: tuple[str, ...]
    indexed: bool


def header(rows: Sequence[Sequence[str]], marked: bool) -> Header:
    """Judge the first row. marked: the file itself says that it is a header.

    Without a mark it names columns if it holds only short, different texts without numbers, and
    either a column below it is numeric (then it is surely no data) or there are three columns.
    """
    first = tuple(cell.strip() for cell in rows[0])
    if len(rows) == 1:
        return Header((), indexed=True)
    if marked:
        return Header(first, indexed=False)
    if len(first) < 2 or not names_columns(first):
        return Header((), indexed=True)
    if _above_numbers(rows):
        return Header(first, indexed=False)
    return Header(first if len(first) >= _MANY_COLUMNS else (), indexed=True)


def names_columns(cells: Sequence[str]) -> bool:
    """Whether cells could be the names of columns: short, different, no quantities but years.

    The first may be empty: the corner of a table with names on two sides.
    """
    rest = [cell.strip() for cell in cells[1:]]
    return (
        all(rest)
        and len(set(rest)) == len(rest)
        and all(
            len(cell) <= _LONGEST_NAME and (not is_number(cell) or _YEAR.fullmatch(cell))
            for cell in (cells[0].strip(), *rest)
        )
    )


def is_number(cell: str) -> bool:
    """Whether a cell holds a quantity, with a sign, currency or unit if it likes."""
    return _NUMBER.fullmatch(cell.strip()) is not None


def fitted(
    columns: tuple[str, ...], cells: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Columns and cells of equal length, the shorter filled up with ''; both () without columns."""
    if not any(columns):
        return (), ()
    width = max(len(columns), len(cells))
    return (
        (*columns, *[""] * (width - len(columns))),
        (*cells, *[""] * (width - len(cells))),
    )


def without_empty_columns(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows, equally long, less the columns that are empty in every row."""
    width = max((len(row) for row in rows), default=0)
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    used = [i for i in range(width) if any(row[i].strip() for row in full)]
    return [[row[i] for i in used] for row in full]


def _above_numbers(rows: Sequence[Sequence[str]]) -> bool:
    for column in range(len(rows[0])):
        below = [row[column] for row in rows[1:] if column < len(row) and row[column].strip()]
        numeric = sum(is_number(cell) for cell in below)
        if numeric > len(below) / 2 and not is_number(rows[0][column]):
            return True
    return False
