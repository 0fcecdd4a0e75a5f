"""Tables among a document's chunks: rows that follow one another and name the same columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.parts.cite import Place
from app.parts.terms import content
from indexes.types import Chunk, Document

_NAME = re.compile(r"(?:^|; )([^;:]{1,80}): ")
_SUMMARY = re.compile(
    r"\W*(?:sub-?|grand )?totals?\b|\W*(?:sum|average|mean|altogether|overall|all)\b(?! other)"
    r"|\W*of which\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row. cells: by column name; empty cells are absent."""

    chunk: Chunk
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with common columns. columns: names in reading order; rows: at least two.

    whole: whether every row could be read, so that counting them is safe.
    """

    document: Document
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    whole: bool

    @property
    def headings(self) -> tuple[str, ...]:
        return self.rows[0].chunk.headings

    @property
    def summed(self) -> bool:
        """Whether a row repeats others, as a total does."""
        return any(
            _SUMMARY.match(cell) for row in self.rows for cell in list(row.cells.values())[:2]
        )

    def values(self, column: str) -> list[str]:
        """The cells of a column, top to bottom, '' where empty."""
        return [row.cells.get(column, "") for row in self.rows]

    def place(self, row: Row) -> Place:
        return Place(self.document, row.chunk)

    def label(self) -> str | None:
        """The column that says what a row is about: the first of words that differ from row to row.

        None when there is no such column.
        """
        for column in self.columns:
            held = [value for value in self.values(column) if value]
            worded = sum(bool(re.search(r"[^\W\d_]{3,}", value)) for value in held)
            if held and worded >= 0.8 * len(held) and not is_id(column, held):
                return column
        return None


def is_id(column: str, held: Sequence[str]) -> bool:
    """Whether a column numbers the rows: all cells differ and bear figures without a blank."""
    return len(set(held)) == len(held) and all(
        re.fullmatch(r"[^\W\d_]{0,5}[-_]?\d+[\d-]*", value) for value in held
    )


def tables(document: Document, chunks: Sequence[Chunk]) -> list[Table]:
    """The tables of a document in reading order. chunks: all of it, in reading order."""
    found = []
    for _, group in groupby(chunks, key=lambda chunk: chunk.headings):
        section = list(group)
        columns = _columns(section)
        if len(columns) < 2:
            continue
        parsed = [_row(chunk, columns) for chunk in section]
        at = [i for i, row in enumerate(parsed) if row]
        rows = tuple(row for row in parsed if row)
        if len(rows) < 2:
            continue
        inside = parsed[at[0] : at[-1] + 1]
        after = section[at[-1] + 1 :]
        whole = all(inside) and not any(_looks_like_row(chunk) for chunk in after)
        found.append(Table(document, columns, rows, whole))
    return found


def _columns(section: Sequence[Chunk]) -> tuple[str, ...]:
    """Names that at least two rows and a third of them give, in reading order."""
    rowlike = [chunk for chunk in section if _looks_like_row(chunk)]
    counts = Counter(name for chunk in rowlike for name in set(_NAME.findall(chunk.spoken)))
    names = [n for n, count in counts.items() if count >= max(2, len(rowlike) / 3)]
    order = {name: _mean_place(name, rowlike) for name in names}
    return tuple(sorted(names, key=order.__getitem__))


def _mean_place(name: str, rows: Sequence[Chunk]) -> float:
    places = [found.index(name) for row in rows if name in (found := _NAME.findall(row.spoken))]
    return sum(places) / len(places)


def _looks_like_row(chunk: Chunk) -> bool:
    """Whether a chunk is spoken with names that its own text does not hold."""
    names = _NAME.findall(chunk.spoken)
    return len(names) > 1 and any(f"{name}:" not in chunk.text for name in names)


def _row(chunk: Chunk, columns: Sequence[str]) -> Row | None:
    """The chunk's cells; None when it is no row of these columns, or names one twice."""
    if not _looks_like_row(chunk):
        return None
    cells: dict[str, str] = {}
    for name, value in _cells(chunk.spoken, columns):
        if name in cells:
            return None
        cells[name] = value
    return Row(chunk, cells) if len(cells) > 1 else None


def _cells(spoken: str, columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    names = "|".join(re.escape(name) for name in sorted(columns, key=len, reverse=True))
    starts = list(re.finditer(rf"(?:^|; )({names}): ", spoken))
    for at, match in enumerate(starts):
        end = starts[at + 1].start() if at + 1 < len(starts) else len(spoken)
        yield match[1], spoken[match.end() : end].strip()


def surroundings(table: Table) -> set[str]:
    """Stems by which a question may name the table: file name, title, headings and caption."""
    around = (table.document.name.rpartition(".")[0], table.document.title, *table.headings)
    return set(content(" ".join(around).replace("-", " ")))
