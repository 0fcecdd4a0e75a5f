"""A table's row as an answer: the cells that are asked about, without the others."""

from __future__ import annotations

import re

from indexes.words import STOP_WORDS, stem, words

BETWEEN = "; "
"""Between the cells of a row, as it is spoken (ingest.chunk)."""

LEAST_CELLS = 4
"""Cells from which on a row is cut."""

_CELL = re.compile(r"[^:;]{1,40}: .+")


def cut(question: str, row: str, phrase: str) -> str:
    """The cells that hold the phrase or words of the question, as they stand and in their order.

    Where the question names nothing of the row, its first cell goes along. What is no row, or has
    few cells, comes back as it was; so does a row whose phrase goes over several cells.
    """
    cells = row.split(BETWEEN)
    if len(cells) < LEAST_CELLS or not all(_CELL.fullmatch(cell) for cell in cells):
        return row
    told = next((at for at, cell in enumerate(cells) if phrase in cell), None)
    if told is None:
        return row
    asked = {stem(word) for word in words(question) if word not in STOP_WORDS}
    kept = {at for at, cell in enumerate(cells) if asked & _stems(cell)} | {told}
    if kept == {told}:
        kept.add(0)
    return BETWEEN.join(cells[at] for at in sorted(kept))


def _stems(cell: str) -> set[str]:
    """Of the value: the column's name tells nothing of the row."""
    return {stem(word) for word in words(cell.partition(": ")[2])}
