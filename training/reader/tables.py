"""Rows of made-up tables among the trainings' contexts, each table a context, each row a chunk."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from training.reader.answers import Located
from training.reader.kinds import EVERY
from training.rerank.data import Corpus, Question
from training.tables import Column, Kind, spoken

SOURCE = "tables"

TABLES = 900
ASKED = 4
"""Questions about each table, mostly of different rows."""

ROWS = (4, 12)
OTHERS = 4
"""Rows of other tables of the same kind, that count as wrong."""

SEPARATORS = ("; ", "; ", "; ", " | ", " ")
"""Between cells; mostly as Footnote speaks a row."""

_PLACEHOLDER = re.compile(r"\{([^}]+)\}")


@dataclass(frozen=True, slots=True)
class _Row:
    key: str
    cells: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class _Table:
    """head: the line above the rows, where it is a chunk of its own."""

    kind: Kind
    columns: tuple[Column, ...]
    rows: tuple[_Row, ...]
    head: tuple[str, ...]

    @property
    def texts(self) -> list[str]:
        return [*self.head, *(row.text for row in self.rows)]


def with_tables(
    corpus: Corpus, tables: int = TABLES, seed: int = 0
) -> tuple[Corpus, list[Located]]:
    """The corpus with so many tables behind its contexts, and questions about their rows."""
    rnd = random.Random(f"tables {seed}")
    made = [_table(rnd) for _ in range(tables)]
    larger = corpus.followed_by(table.texts for table in made)
    begin = len(corpus.first) - 1
    alike: dict[int, list[int]] = {}
    for number, table in enumerate(made, begin):
        alike.setdefault(id(table.kind), []).append(number)
    asked = [
        _located(asked, number, larger, alike[id(table.kind)], rnd)
        for number, table in enumerate(made, begin)
        for asked in _questions(table, rnd)
    ]
    return larger, asked


def _table(rnd: random.Random) -> _Table:
    kind = rnd.choice(EVERY)
    most = ROWS[1] if kind.repeats else min(ROWS[1], len(kind.keys) - 1)
    rows = rnd.randint(min(ROWS[0], most), most)
    pool = rnd.sample(kind.keys, min(len(kind.keys), 4 if kind.repeats else rows))
    keys = [rnd.choice(pool) for _ in range(rows)] if kind.repeats else pool
    columns = tuple(rnd.sample(kind.columns, rnd.randint(2, len(kind.columns))))
    style, between = rnd.choice((str, str.lower, _snake)), rnd.choice(SEPARATORS)
    named = replace(kind, key=style(kind.key))
    shown = tuple(replace(column, name=style(column.name)) for column in columns)
    made = []
    for key in keys:
        cells = {column.name.lower(): column.make(rnd) for column in columns}
        styled = {style(column.name): cells[column.name.lower()] for column in columns}
        plain = " ".join([key, *cells.values()])
        text = plain if between == " " else spoken(named, key, shown, styled, between)
        made.append(_Row(key, cells, text))
    head = (" ".join([named.key, *(column.name for column in shown)]),) if between == " " else ()
    return _Table(kind, columns, tuple(made), head)


def _snake(name: str) -> str:
    return name.lower().replace(" ", "_")


@dataclass(frozen=True, slots=True)
class _Asked:
    """place: of the row among the table's chunks."""

    question: str
    place: int
    key: str
    answer: str


def _questions(table: _Table, rnd: random.Random) -> Iterator[_Asked]:
    """Only such as one row alone answers."""
    for _ in range(ASKED):
        at, column = rnd.randrange(len(table.rows)), rnd.choice(table.columns)
        row = table.rows[at]
        template = rnd.choice(column.questions)
        needed = _PLACEHOLDER.findall(template)
        if any(name != "key" and name not in row.cells for name in needed):
            continue
        known = [name for name in needed if name != "key"]
        alike = [
            other for other in table.rows
            if other.key == row.key and all(other.cells[n] == row.cells[n] for n in known)
        ]  # fmt: skip
        if len(alike) == 1:
            question, cell = _filled(template, row, rnd), row.cells[column.name.lower()]
            yield _Asked(question, at + len(table.head), row.key, cell)


def _filled(template: str, row: _Row, rnd: random.Random) -> str:
    key = row.key if rnd.random() < 0.6 else row.key.lower()
    return _PLACEHOLDER.sub(
        lambda found: key if found[1] == "key" else row.cells[found[1]], template
    )


def _located(
    asked: _Asked, context: int, corpus: Corpus, alike: Sequence[int], rnd: random.Random
) -> Located:
    own = corpus.of(context)
    texts = corpus.texts[own.start : own.stop]
    row = texts[asked.place]
    *_, cell = re.finditer(rf"(?<!\w){re.escape(asked.answer)}(?!\w)", row)
    start = sum(len(text) + 1 for text in texts[: asked.place]) + cell.start()
    good = (own.start + asked.place,)
    wrong = _others(asked.key, context, corpus, alike, rnd)
    question = Question(asked.question, SOURCE, context, good, (), wrong, (asked.answer,))
    return Located(question, good, (), ((start, start + len(asked.answer)),))


def _others(
    key: str, context: int, corpus: Corpus, alike: Sequence[int], rnd: random.Random
) -> tuple[int, ...]:
    """Rows of other tables that say nothing of this key; the first chunk of all where none is."""
    drawn = rnd.sample(alike, min(OTHERS * 3, len(alike)))
    others = [
        table
        for table in drawn
        if table != context
        and not any(key.lower() in corpus.texts[row].lower() for row in corpus.of(table))
    ]
    return tuple(rnd.choice(corpus.of(table)) for table in others[:OTHERS]) or (0,)
