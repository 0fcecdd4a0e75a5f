"""A question's words against a table: which cells narrow it, which columns it speaks of.

A table answers only when every word of the question has a meaning in it, so that nothing that
narrows the question further is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.parts.cells import dates, without_unit
from app.parts.dated import date_of
from app.parts.table import Row, Table, is_id, surroundings
from app.parts.terms import keys
from indexes.words import words

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
LONGEST = 6
"""Words of a cell that a question may name."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Rows that a question means. told: the condition in words; at: the places of its words."""

    told: str
    column: str
    rows: frozenset[int]
    at: frozenset[int]


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
    valued = _valued(stems, table, {at for each in dated for at in each.at})
    if valued is None:
        return None
    filters = (*dated, *valued)
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


def _valued(stems: list[str], table: Table, taken: set[int]) -> list[Filter] | None:
    """Filters of cells that the question names, longest first; None when one is ambiguous."""
    found: list[Filter] = []
    used = set(taken)
    for length in range(min(LONGEST, len(stems)), 0, -1):
        for start in range(len(stems) - length + 1):
            at = frozenset(range(start, start + length))
            span = stems[start : start + length]
            if at & used or all(stem in FRAME for stem in span) or span[0] in ("the", "a", "an"):
                continue
            holding = [
                each for column in table.columns if (each := _holding(span, column, table, at))
            ]
            if not holding:
                continue
            exact = [each for each in holding if " is " in each.told]
            holding = exact or holding
            if len({each.rows for each in holding}) > 1 or not holding[0].rows:
                return None
            found.append(holding[0])
            used |= at
    return _together(found)


def _holding(span: list[str], column: str, table: Table, at: frozenset[int]) -> Filter | None:
    """The rows whose cell is, or has as one of its parts, the words of the span.

    A part may begin with one word more (`RV Aurelia II`), if all parts that do are the same.
    """
    if len(span) == 1 and span[0].isdigit():
        return None
    whole: dict[int, str] = {}
    part: dict[int, str] = {}
    longer: dict[int, str] = {}
    for i, cell in enumerate(table.values(column)):
        if keys(cell) == span:
            whole[i] = cell
        for each in re.split(r"[,;(/)]| and ", cell):
            own = keys(each)
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
