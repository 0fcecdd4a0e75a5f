"""Two columns that were written row by row: told from a table, and put into reading order."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ingest.readers.pdf_lines import CELL_GAP, Cell, Line, PageLines

_FEWEST_LINES = 6
_SAMPLE = 8
_WIDE = 0.7  # of the text's width: a line that may reach over both columns
_MIDDLE = (0.35, 0.65)  # of the text's width: where the gutter stands
_FEWEST_CHARS = 18  # mean length of half a line of prose
_FILLED = 0.6  # of its column's width: what half a line of prose fills


def in_reading_order(page: PageLines, lines: list[Line]) -> list[Line]:
    """The lines; where both columns share them, halved, the left column before the right."""
    if len(lines) < _FEWEST_LINES:
        return lines
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    wide = [line for line in lines if line.right - line.left > _WIDE * (right - left)]
    if len(wide) < max(_FEWEST_LINES, len(lines) / 2):
        return lines
    step = max(1, len(wide) // _SAMPLE)
    sample = [halves for line in wide[::step] if (halves := _halves(page, line, left, right))]
    if len(sample) < 0.6 * len(wide[::step]):
        return lines
    gutter = median((first.right + second.left) / 2 for first, second in sample)
    split = {
        index: halves
        for index, line in enumerate(lines)
        if (halves := _halves(page, line, left, right))
        and halves[0].right < gutter < halves[1].left
    }
    if not _is_prose(list(split.values()), (left, gutter, right)):
        return lines
    return _ordered(page, lines, split, gutter)


def _halves(page: PageLines, line: Line, left: float, right: float) -> tuple[Cell, Cell] | None:
    """The line's two halves if exactly one wide gap parts it, near the middle."""
    cells = page.cells_of(*page.core(line), CELL_GAP * line.height)
    if len(cells) != 2:
        return None
    place = ((cells[0].right + cells[1].left) / 2 - left) / (right - left)
    return (cells[0], cells[1]) if _MIDDLE[0] < place < _MIDDLE[1] else None


def _is_prose(split: Sequence[tuple[Cell, Cell]], bounds: tuple[float, float, float]) -> bool:
    """Whether the halves are lines of text rather than the cells of a table."""
    if len(split) < _FEWEST_LINES:
        return False
    left, gutter, right = bounds
    for side, width in ((0, gutter - left), (1, right - gutter)):
        halves = [pair[side] for pair in split]
        if sum(half.end - half.start for half in halves) < _FEWEST_CHARS * len(halves):
            return False
        if median(half.right - half.left for half in halves) < _FILLED * width:
            return False
    return True


def _ordered(
    page: PageLines, lines: list[Line], split: dict[int, tuple[Cell, Cell]], gutter: float
) -> list[Line]:
    ordered: list[Line] = []
    columns: tuple[list[Line], list[Line]] = ([], [])
    for index, line in enumerate(lines):
        if index in split:
            for column, half in zip(columns, split[index], strict=True):
                column.append(page.measured(half.start, half.end, [half]))
        elif line.right < gutter:
            columns[0].append(line)
        elif line.left > gutter:
            columns[1].append(line)
        else:
            ordered += [*columns[0], *columns[1], line]
            columns = ([], [])
    return [*ordered, *columns[0], *columns[1]]
