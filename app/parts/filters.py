"""Words of a question that are a cell of a table: the rows that they let through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.parts.table import Table
from app.parts.terms import keys

FRAME = frozenset(
    """
    a about all am an and any are at be been by can could did do doe doing for from give ha had have
    how i in into is it list made make many mani me much my name of on or our out pleas record row
    entri line show some tell that the their there these thi those to u us wa was we were what which
    who will with would you your enter held hold kept keep contain includ report ar
    on ani do happen ever listed carri done taken take us accord say
    """.split()  # noqa: SIM905  # a list of literals would be longer to read
)
"""Stems that say nothing of their own in a question about a table."""

LONGEST = 6
"""Words of a cell that a question may name."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Rows that a question means. told: the condition in words; at: the places of its words."""

    told: str
    column: str
    rows: frozenset[int]
    at: frozenset[int]


def valued(stems: list[str], table: Table, taken: set[int]) -> list[Filter] | None:
    """Filters of cells that the question names, longest first; None when one is ambiguous."""
    found: list[Filter] = []
    used = set(taken)
    columns = {column: _spelt(table.values(column)) for column in table.columns}
    for length in range(min(LONGEST, len(stems)), 0, -1):
        for start in range(len(stems) - length + 1):
            at = frozenset(range(start, start + length))
            span = stems[start : start + length]
            if at & used or all(stem in FRAME for stem in span) or span[0] in ("the", "a", "an"):
                continue
            holding = [
                each for column, cells in columns.items()
                if (each := _holding(span, column, cells, at))
            ]  # fmt: skip
            if not holding:
                continue
            exact = [each for each in holding if " is " in each.told]
            holding = exact or holding
            if len({each.rows for each in holding}) > 1 or not holding[0].rows:
                return None
            found.append(holding[0])
            used |= at
    return _together(found)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's text, its stems, and its parts between commas and the like with theirs."""

    text: str
    stems: list[str]
    parts: tuple[tuple[str, list[str]], ...]


def _spelt(held: Sequence[str]) -> list[_Cell]:
    """The cells of a column with their stems; the same text is taken apart once."""
    known: dict[str, _Cell] = {}
    for cell in held:
        if cell not in known:
            parts = tuple((part, keys(part)) for part in re.split(r"[,;(/)]| and ", cell))
            known[cell] = _Cell(cell, keys(cell), parts)
    return [known[cell] for cell in held]


def _holding(
    span: list[str], column: str, cells: Sequence[_Cell], at: frozenset[int]
) -> Filter | None:
    """The rows whose cell is, or has as one of its parts, the words of the span.

    A part may begin with one word more (`RV Aurelia II`), if all parts that do are the same.
    """
    if len(span) == 1 and span[0].isdigit():
        return None
    whole: dict[int, str] = {}
    part: dict[int, str] = {}
    longer: dict[int, str] = {}
    for i, cell in enumerate(cells):
        if cell.stems == span:
            whole[i] = cell.text
        for each, own in cell.parts:
            if own == span:
                part[i] = each.strip()
            elif len(own) == len(span) + 1 and own[1:] == span:
                longer[i] = each.strip()
    if longer and (whole or part or len({tuple(keys(each)) for each in longer.values()}) > 1):
        return None
    verb = "is" if whole.keys() >= (part | longer).keys() else "has"
    shown = next(iter((whole | part | longer).values()), "")
    rows = frozenset(whole | part | longer)
    return Filter(f"{column} {verb} “{shown}”", column, rows, at) if rows else None


def _together(found: list[Filter]) -> list[Filter]:
    """Filters of one column are alternatives and become one."""
    joined: dict[str, Filter] = {}
    for each in sorted(found, key=lambda each: min(each.at)):
        known = joined.get(each.column)
        if known:
            told = f"{known.told} or {each.told.partition(f'{each.column} ')[2]}"
            each = Filter(told, each.column, known.rows | each.rows, known.at | each.at)
        joined[each.column] = each
    return list(joined.values())
