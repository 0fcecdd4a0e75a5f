"""How a count, a sum, a mean or an extreme is told: the result, how it came about, the rows."""

from __future__ import annotations

from dataclasses import dataclass

from app.checking import Checked
from app.parts.cite import Book
from app.parts.figures import Asked
from app.parts.matching import Match
from app.parts.table import Row, Table
from app.parts.terms import counted, plain, shown
from app.types import ITEM

CITED = 12
"""Most rows that are cited, listed or written out as terms of a sum."""


@dataclass(frozen=True, slots=True)
class Work:
    """A question that fits a table. column: what is worked out, '' for the rows themselves.

    rows: those that are used; values: their numbers, of the same length; skipped: rows without a
    value.
    """

    asked: Asked
    match: Match
    column: str
    rows: tuple[Row, ...]
    values: tuple[float, ...]
    unit: str
    told: tuple[str, ...]
    skipped: int


def tell(work: Work) -> Checked:
    """The answer: what was worked out, and over which rows; at most CITED of them are cited."""
    if work.asked.work == "count" and not work.values:
        return _told_count(work)
    if work.asked.work in ("highest", "lowest"):
        return _told_extreme(work)
    total = sum(work.values)
    result = total / len(work.values) if work.asked.work == "mean" else total
    name = "average" if work.asked.work == "mean" else "total"
    book = Book()
    places = [work.match.table.place(row) for row in work.rows]
    subject = f"The {name} of {work.column}"
    book.say(f"{subject} is {_amount(result, work)}.", places[:1])
    book.say(_how(work, f"{_terms(work)}"), places[:CITED])
    return book.done()


def _told_count(work: Work) -> Checked:
    book = Book()
    places = [work.match.table.place(row) for row in work.rows]
    if work.column:
        cells = list(dict.fromkeys(row.cells[work.column] for row in work.rows))
        listed = f": {', '.join(cells)}" if len(cells) <= CITED else ""
        book.say(f"{len(cells)} different values of {work.column}{listed}.", places[:1])
    else:
        book.say(f"The count is {len(work.rows)}.", places[:1])
    book.say(_how(work, ""), places[:CITED])
    return book.done()


def _told_extreme(work: Work) -> Checked:
    best = (max if work.asked.work == "highest" else min)(work.values)
    rows = [row for row, value in zip(work.rows, work.values, strict=True) if value == best]
    table, book = work.match.table, Book()
    book.say(
        f"The {work.asked.work} {work.column} is {_amount(best, work)}:",
        [table.place(row) for row in rows[:CITED]],
    )
    for row in rows[:CITED]:
        book.say(f"{described(row, table, work.column)}.", [table.place(row)], ITEM)
    places = [table.place(row) for row in work.rows]
    seen = {row.chunk.start for row in rows}
    others = [place for place in places if place.chunk.start not in seen]
    book.say(_how(work, ""), others[: CITED - 1] or places[:1], "\n\n")
    return book.done()


def described(row: Row, table: Table, without: str = "") -> str:
    """A row in one line: what it is about first, then its other cells by their columns."""
    label = table.label() or table.columns[0]
    others = [
        f"{column}: {cell}" for column, cell in row.cells.items() if column not in (label, without)
    ]
    first = plain(row.cells.get(label, ""))
    return "; ".join(each for each in (first, *others) if each)


def _amount(value: float, work: Work) -> str:
    return counted(value, work.unit)


def _terms(work: Work) -> str:
    if len(work.values) > CITED:
        return ""
    terms = " + ".join(shown(value) for value in work.values)
    if work.asked.work == "mean":
        return f": ({terms}) / {len(work.values)}"
    return f": {terms} = {shown(sum(work.values))}"


def _how(work: Work, terms: str) -> str:
    """How it was worked out: over which rows of which file, under which conditions."""
    where = f" where {' and '.join(work.told)}" if work.told else ""
    rows = "1 row" if len(work.rows) == 1 else f"{len(work.rows)} rows"
    done = {
        "count": "Counted", "sum": "Added up", "mean": "Averaged", "highest": "Compared",
        "lowest": "Compared", "list": "Listed",
    }[work.asked.work]  # fmt: skip
    over = f" {work.column} over" if work.column else ""
    told = f"{done} by code:{over} the {rows} of {work.match.table.document.name}{where}{terms}"
    if work.skipped:
        told += f"; {work.skipped} without a value left out"
    if len(work.rows) > CITED:
        told += f"; {CITED} of the rows are cited, {len(work.rows) - CITED} more are not"
    return f"{told}."
