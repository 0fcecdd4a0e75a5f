"""Records that are too long for one chunk, as several rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.readers.base import Block
from ingest.readers.cuts import pieces

LONGEST_ROW = 1500
"""Characters of a record above which it becomes several rows."""

Span = tuple[int, int]


def wide_rows(text: str, fields: Sequence[Span], row: Block) -> Iterator[Block]:
    """Rows of at most LONGEST_ROW characters, each with the first cell: what the record is about.

    fields: where the cells stand in `text`; none is left out. row: the whole record; without
    columns, its parts have none either.
    """
    for group in _groups(fields):
        start, end = fields[group[0]][0], fields[group[-1]][1]
        for span in pieces(text, start, end, LONGEST_ROW):
            part = replace(row, start=span[0], end=span[1], columns=(), cells=())
            if row.columns:
                shown = group if group[0] == 0 else [0, *group]
                cells = [row.cells[at][:LONGEST_ROW] for at in shown]
                if len(group) == 1:  # a long cell of which this is a piece
                    cells[-1] = text[slice(*span)]
                columns = tuple(row.columns[at] for at in shown)
                part = replace(part, columns=columns, cells=tuple(cells))
            yield part


def _groups(fields: Sequence[Span]) -> Iterator[list[int]]:
    """Indices of neighbouring cells that fit into one row, or of one cell that does not."""
    group: list[int] = []
    for at, (_, end) in enumerate(fields):
        if group and end - fields[group[0]][0] > LONGEST_ROW:
            yield group
            group = []
        group.append(at)
    if group:
        yield group
