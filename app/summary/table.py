"""A table told in sentences: its columns, their ranges and their most frequent values, counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.summary.choose import is_row
from app.summary.lines import Line
from app.summary.source import Source

FEWEST_ROWS = 8
MOSTLY = 0.8
"""Share of a document's passages that are rows, and of a column's cells that are of one kind."""

FREQUENT = 3
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?(?:[T ].*)?")
_NAME = re.compile(r"(?:^|; )([^:;]{1,60}): ")


@dataclass(frozen=True, slots=True)
class Table:
    """rows: index of the chunk, and the cells by column, blank cells left out."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]

    def cells(self, column: str) -> list[tuple[int, str]]:
        return [(at, row[column]) for at, row in self.rows if column in row]


def tables(source: Source) -> list[Table]:
    """The document's tables, when it consists of hardly anything else; else none."""
    rows = [at for at, chunk in enumerate(source.chunks) if is_row(chunk)]
    if len(rows) < max(FEWEST_ROWS, MOSTLY * len(source.chunks)):
        return []
    found = []
    for headings, group in groupby(rows, key=lambda at: source.chunks[at].headings):
        held = list(group)
        columns = _columns([source.chunks[at].spoken for at in held])
        cut = [(at, _cells(source.chunks[at].spoken, columns)) for at in held]
        found.append(Table(headings[-1] if headings else "", columns, tuple(cut)))
    return found


def profile(source: Source, table: Table, count: int) -> list[Line]:
    """Up to `count` sentences, each with the rows that it was read from."""
    facts = [_opening(source, table)]
    for column in table.columns:
        fact = _range(source, table, column) or _frequent(source, table, column)
        if fact:
            facts.append(fact)
    return facts[:count]


def _columns(rows: Sequence[str]) -> tuple[str, ...]:
    """Names that stand before a colon in most of the rows, in order of first use."""
    found = Counter(name for row in rows for name in dict.fromkeys(_NAME.findall(row)))
    return tuple(name for name, times in found.items() if 2 * times >= len(rows))


def _cells(spoken: str, columns: Sequence[str]) -> dict[str, str]:
    if not columns:
        return {}
    parts = re.split(rf"(?:^|; )({'|'.join(map(re.escape, columns))}): ", spoken)
    return {name: value.strip() for name, value in zip(parts[1::2], parts[2::2], strict=False)}


def _opening(source: Source, table: Table) -> Line:
    named = f"\u201c{table.heading}\u201d" if table.heading else source.document.name
    text = (
        f"{named} is a table of {len(table.rows):,} rows with the columns "
        f"{', '.join(table.columns)}."
    )
    first, last = table.rows[0][0], table.rows[-1][0]
    return Line(text, (source.cite(0, first), source.cite(0, last)), "supported", own=False)


def _range(source: Source, table: Table, column: str) -> Line | None:
    """From the least to the greatest, for numbers and dates; None for other columns."""
    cells = table.cells(column)
    kinds: tuple[tuple[re.Pattern[str], str], ...] = ((_DATE, "date"), (_NUMBER, "number"))
    for pattern, kind in kinds:
        held = [(at, value) for at, value in cells if pattern.fullmatch(value)]
        if not held or len(held) < MOSTLY * len(cells) or len({value for _, value in held}) < 2:
            continue
        ranked = sorted(held, key=lambda cell: _rank(cell[1], kind))
        ends = (ranked[0], ranked[-1])
        told = [f"{value}{_aside(table, at, column)}" for at, value in ends]
        text = f"{column} runs from {told[0]} to {told[1]}."
        places = tuple(source.cite(0, at) for at, _ in ends)
        return Line(text, places, "supported", own=False)
    return None


def _rank(value: str, kind: str) -> tuple[float, str]:
    return (float(value.replace(",", "")) if kind == "number" else 0.0, value)


def _frequent(source: Source, table: Table, column: str) -> Line | None:
    """The values that come most often; None where hardly any comes twice."""
    cells = table.cells(column)
    values = Counter(value for _, value in cells)
    often = [(value, times) for value, times in values.most_common(FREQUENT) if times > 1]
    if not often or 3 * len(values) > 2 * len(cells):
        return None
    first = {value: at for at, value in reversed(cells)}
    told = ", ".join(f"{value} ({times:,} rows)" for value, times in often)
    many = f" of {len(values):,} different values" if len(values) > len(often) else ""
    text = f"{column}: most often {told}{many}."
    places = tuple(source.cite(0, first[value]) for value, _ in often)
    return Line(text, places, "supported", own=False)


def _aside(table: Table, at: int, column: str) -> str:
    """What the row is called, in brackets."""
    name = _naming(table)
    called = dict(table.rows)[at].get(name, "") if name != column else ""
    return f" ({called})" if called else ""


def _naming(table: Table) -> str:
    """The first column that holds words which seldom come twice; '' when there is none."""
    for column in table.columns:
        values = [value for _, value in table.cells(column)]
        letters = sum(character.isalpha() for value in values for character in value)
        worded = letters > 0.6 * sum(map(len, values))
        if worded and 3 * len(set(values)) >= len(values):
            return column
    return ""
