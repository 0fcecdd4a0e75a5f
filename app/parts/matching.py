"""A question's words against a table: which cells narrow it, which columns it speaks of.

A table answers only when every word of the question has a meaning in it, so that nothing that
narrows the question further is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.parts.cells import dates, without_unit
from app.parts.dated import date_of
from app.parts.filters import FRAME, Filter, valued
from app.parts.table import Row, Table, is_id, surroundings
from app.parts.terms import keys
from indexes.words import words

ALIKE = tuple(
    frozenset(group.split())
    for group in (
        "cost price expens spend spent paid pai pay expenditur worth valu",
        "depth deep",
        "hour durat long",
        "length long",
        "temperatur temp",
        "bought buy purchas acquir",
        "count number quantiti",
        "weight weigh heavi",
        "date dai",
    )
)
"""Stems of which one may stand for another where a column is meant."""

_SPENT = frozenset({"spend", "spent", "cost"})


@dataclass(frozen=True, slots=True)
class Match:
    """What a question means in a table. columns: those that it names, in the table's order.

    counted: the column that names what is counted, '' for the rows themselves, None for neither.
    rows: those that all filters let through.
    """

    table: Table
    filters: tuple[Filter, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    head: str
    filtered_head: bool


def match(rest: str, table: Table) -> Match | None:
    """What the words mean in the table; None when one of them means nothing there, or two things.

    rest: the question without the words that say what to work out.
    """
    said = words(rest.replace("_", " "))
    stems = keys(rest)
    dated = _dated(said, table)
    if dated is None:
        return None
    named = valued(stems, table, {at for each in dated for at in each.at})
    if named is None:
        return None
    filters = (*dated, *named)
    taken = {at for each in filters for at in each.at}
    columns, explained = _columns(stems, table, taken)
    known = FRAME | surroundings(table)
    left = {
        at for at, stem in enumerate(stems)
        if at not in taken | explained and stem not in known
        and not (stem in _SPENT and columns)
    }  # fmt: skip
    if left:
        return None
    rows = tuple(row for i, row in enumerate(table.rows) if all(i in each.rows for each in filters))
    first = next((at for at, stem in enumerate(stems) if stem not in FRAME), None)
    head = stems[first] if first is not None else ""
    return Match(table, filters, columns, rows, head, first in taken) if rows else None


def _dated(said: list[str], table: Table) -> list[Filter] | None:
    """Filters of years, months and days; None when it is open which column they mean."""
    date = date_of(said)
    if date is None:
        return None
    when, told, places = date
    if not when:
        return []
    inside = {said[at] for at in places} <= set(words(" ".join(_called(table))))
    columns = {c: read for c in table.columns if (read := dates(table.values(c)))}
    columns = {c: r for c, r in columns.items() if _naming(c, said)} or columns
    if inside and (not columns or len(when) == len("2025-03-27")):
        return []
    if len(columns) != 1:
        return None
    ((column, read),) = columns.items()
    rows = frozenset(i for i, date in enumerate(read) if date.startswith(when))
    at = frozenset((*places, *_naming(column, said)))
    return [Filter(f"{column} is in {told}", column, rows, at)] if rows else None


def _called(table: Table) -> tuple[str, ...]:
    name = table.document.name.rpartition(".")[0].replace("-", " ")
    return (name, table.document.title, *table.headings)


def _naming(column: str, said: list[str]) -> set[int]:
    """The places of the words that name a column of dates, such as `purchased`."""
    own = set(keys(without_unit(column))) - {"date", "dai", "year"}
    return {at for at, word in enumerate(said) if own & set(_meanings(word))}


def _meanings(word: str) -> Iterator[str]:
    for stem in keys(word):
        yield stem
        for group in ALIKE:
            if stem in group:
                yield from group


def _columns(stems: list[str], table: Table, taken: set[int]) -> tuple[tuple[str, ...], set[int]]:
    """The columns that the question names, and the places of the words that name them."""
    free = {stem: at for at, stem in enumerate(stems) if at not in taken}
    named: dict[str, set[int]] = {}
    for column in table.columns:
        own = [stem for stem in keys(without_unit(column)) if stem not in FRAME]
        own = [s for s in own if s != "id"] if is_id(column, table.values(column)) else own
        if own and all(stem in free for stem in own):
            named[column] = {free[stem] for stem in own}
    explained = set().union(*named.values(), set())
    rest = {
        stem: at
        for stem, at in free.items()
        if at not in explained and not (named and stem in _SPENT - {"cost"})
    }
    named |= {c: at for c, at in _alike(rest, table).items() if c not in named}
    return tuple(c for c in table.columns if c in named), set().union(*named.values(), set())


def _alike(free: dict[str, int], table: Table) -> dict[str, set[int]]:
    """The one column that is named by another word for it; none when several might be."""
    named: dict[str, set[int]] = {}
    for column in table.columns:
        own = [stem for stem in keys(without_unit(column)) if stem not in FRAME]
        for group in ALIKE:
            meant = {free[stem] for stem in group if stem in free}
            if meant and len(own) == 1 and own[0] in group:
                named[column] = meant
    return named if len(named) == 1 else {}
