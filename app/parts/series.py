"""A table that holds one figure for each of several years: rows by name, years as columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.parts.table import Row, Table
from app.parts.terms import content

_YEAR = re.compile(r"(?:19|20)\d\d")
_FIGURE = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?(?P<percent>\s?%)?")
_NOTE = re.compile(r"(?<=[^\W\d_]{3})\d{1,2}$")
"""A footnote's number at the end of a word."""

_UNIT = re.compile(r"\(([^()]{1,20})\)\s*$")
_MEASURES = frozenset({"number", "amount", "total", "came", "come", "had", "wa"})
"""Stems that only say that something is counted."""

_PAID = frozenset({"cost", "expens", "spend", "spent", "paid", "pai", "price", "budget"})
_MONEY = frozenset("cr eur usd nok crown euro dollar expenditur incom cost price".split())  # noqa: SIM905  # reads better as words


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure in two years, the earlier first. name: of the row; unit: '' where none is said."""

    table: Table
    row: Row
    name: str
    unit: str
    years: tuple[str, str]
    texts: tuple[str, str]
    values: tuple[float, float]


def in_two_years(topic: str, years: tuple[str, ...], tables: Iterable[Table]) -> Pair | None:
    """The one row that the topic names, in a table with columns of these years.

    years: two, or one that is compared with the year before it. None when no row is named, or two
    that differ are named equally well.
    """
    best: dict[int, list[Pair]] = {}
    for table in tables:
        columns = _columns(table, years)
        label = table.columns[0]
        if columns is None or _YEAR.fullmatch(label):
            continue
        for row in table.rows:
            name = _NOTE.sub("", row.cells.get(label, "").strip("* "))
            score = _named(topic, name, table)
            if score and (pair := _pair(table, row, name, columns)):
                best.setdefault(score, []).append(pair)
    if not best:
        return None
    named = best[max(best)]
    return named[0] if len({pair.values for pair in named}) == 1 else None


def _columns(table: Table, years: tuple[str, ...]) -> tuple[str, str] | None:
    held = [column for column in table.columns if _YEAR.fullmatch(column)]
    if len(years) == 2:
        return (years[0], years[1]) if set(years) <= set(held) else None
    before = str(int(years[0]) - 1)
    return (before, years[0]) if {before, years[0]} <= set(held) else None


def _named(topic: str, name: str, table: Table) -> int:
    """How well a topic names a row: 3 exactly, 2 its head, 1 among other words, 0 not at all."""
    asked = set(content(topic))
    money = bool(_MONEY & set(content(" ".join((name, *table.headings[-2:])))))
    asked = (asked - _MEASURES - (_PAID if money else frozenset())) or asked
    own = content(_UNIT.sub("", name))
    head = content(re.split(r"[,(]", name)[0])
    if asked == set(own):
        return 3
    if asked == set(head):
        return 2
    around = set(own) | set(content(" ".join(table.headings[-1:])))
    return 1 if own and asked & set(own) and asked <= around else 0


def _pair(table: Table, row: Row, name: str, columns: tuple[str, str]) -> Pair | None:
    cells = [row.cells.get(column, "").strip("* ") for column in columns]
    found = [_FIGURE.fullmatch(cell) for cell in cells]
    if not all(found):
        return None
    values = [float(re.sub(r"[,%\s]", "", cell).replace("−", "-")) for cell in cells]
    unit = _UNIT.search(name) or _UNIT.search(table.headings[-1] if table.headings else "")
    percents = [bool(match and match["percent"]) for match in found]
    if percents[0] != percents[1]:
        return None
    said = "%" if percents[0] else unit[1] if unit else ""
    bare = _UNIT.sub("", name).strip()
    return Pair(table, row, bare, said, columns, (cells[0], cells[1]), (values[0], values[1]))
