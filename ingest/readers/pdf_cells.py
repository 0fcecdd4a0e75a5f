"""Cells that stand close together: found where lines near a table leave the same places white."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_lines import CELL_GAP, Cell, Line, PageLines

_TIGHT_GAP = 0.4  # line heights; a space between words has about 0.25
_REACH = 4  # lines up and down that are looked at
_SHARED = 0.1  # line heights of white that two lines must share
_LONGEST_CELL = 30  # characters that cells have at most on average
_MANY_GAPS = 5
_UNEVEN = 1.8  # times the usual gap of a line: a gap that stands out

_Gap = tuple[float, float]


def with_close_cells(page: PageLines, lines: Sequence[Line]) -> list[Line]:
    """The lines; those near a line with cells are parted where its neighbours are white too."""
    cells: list[Sequence[Cell]] = [line.cells for line in lines]
    if not any(cells):
        return list(lines)
    white = [_gaps(found) for found in cells]
    tight: dict[int, tuple[list[Cell], list[_Gap]]] = {}
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        for index in order:
            near = range(max(0, index - _REACH), min(len(lines), index + _REACH + 1))
            if not any(white[other] for other in near):
                continue
            for other in near:
                if other not in tight:
                    found = _tight_cells(page, lines[other])
                    tight[other] = found, _gaps(found)
            others = [(white[i], tight[i][1]) for i in near if i != index]
            cells[index] = _parted(tight[index][0], others, lines[index].height)
            white[index] = _gaps(cells[index])
    return [
        page.measured(*line.source, found) if len(found) > max(1, len(line.cells)) else line
        for line, found in zip(lines, cells, strict=True)
    ]


def _tight_cells(page: PageLines, line: Line) -> list[Cell]:
    """The line's stretches between tight gaps; only between wide ones where it reads like prose.

    Prose is long between its gaps, or has many gaps of one width: justified lines.
    """
    words = page.cells_of(*page.core(line), 0.0)
    gaps = [right - left for left, right in _gaps(words)]
    even = len(gaps) >= _MANY_GAPS and max(gaps) < _UNEVEN * median(gaps)
    cells = _merged(words, _TIGHT_GAP * line.height)
    if even or words[-1].end - words[0].start > _LONGEST_CELL * len(cells):
        return _merged(words, CELL_GAP * line.height)
    return cells


def _merged(words: Sequence[Cell], gap: float) -> list[Cell]:
    """Words joined across gaps of at most `gap` points."""
    merged = [words[0]]
    for word in words[1:]:
        if word.left - merged[-1].right > gap:
            merged.append(word)
        else:
            merged[-1] = Cell(merged[-1].start, word.end, merged[-1].left, word.right)
    return merged


def _parted(
    tight: Sequence[Cell], others: Sequence[tuple[list[_Gap], list[_Gap]]], height: float
) -> list[Cell]:
    """Tight cells, joined again across gaps that neither one table line nor two others share."""
    parted = [tight[0]]
    for cell in tight[1:]:
        before = parted[-1]
        gap = (before.right, cell.left)
        if gap[1] - gap[0] > CELL_GAP * height or _is_shared(gap, others, _SHARED * height):
            parted.append(cell)
        else:
            parted[-1] = Cell(before.start, cell.end, before.left, cell.right)
    return parted


def _is_shared(gap: _Gap, others: Sequence[tuple[list[_Gap], list[_Gap]]], least: float) -> bool:
    likely = 0
    for sure, tight in others:
        if _overlaps(gap, sure, least):
            return True
        likely += _overlaps(gap, tight, least)
    return likely > 1


def _gaps(cells: Sequence[Cell]) -> list[_Gap]:
    return [(a.right, b.left) for a, b in pairwise(cells)]


def _overlaps(gap: _Gap, others: list[_Gap], least: float) -> bool:
    left, right = gap
    return any(min(right, b) - max(left, a) > least for a, b in others)
